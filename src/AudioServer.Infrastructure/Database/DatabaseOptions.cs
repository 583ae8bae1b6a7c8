namespace AudioServer.Infrastructure.Database;

/// <summary>Where rows are kept (section <c>Database</c>).</summary>
public sealed class DatabaseOptions
{
    /// <summary>The engine.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Null: <c>audioserver.db</c> in the data directory.</summary>
    public string? ConnectionString { get; set; }
}

public enum DatabaseProvider
{
    Sqlite,
}
