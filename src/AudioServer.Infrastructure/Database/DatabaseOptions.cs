namespace AudioServer.Infrastructure.Database;

/// <summary>Where rows are kept (section <c>Database</c>).</summary>
public sealed class DatabaseOptions
{
    /// <summary>The engine.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>As the engine's driver writes it. Null with SQLite: <c>audioserver.db</c> in the data directory. PostgreSQL needs one; it holds a secret.</summary>
    public string? ConnectionString { get; set; }
}

public enum DatabaseProvider
{
    Sqlite,
    Postgres,
}
