namespace AudioServer.TestKit;

/// <summary>
/// The engine that tests which do not name one run on: SQLite, or PostgreSQL when AUDIOSERVER_TEST_DATABASE says <c>Postgres</c>. Each data directory then has a database of its own.
/// </summary>
public static class TestDatabase
{
    private const string Variable = "AUDIOSERVER_TEST_DATABASE";

    private static readonly PerDirectory Databases = new(async () => await (await PostgresServer.GetAsync()).MakeDatabaseAsync());

    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "Sqlite" => false,
        "Postgres" => true,
        var other => throw new InvalidOperationException($"{Variable} is Sqlite or Postgres, not {other}."),
    };

    /// <summary>Options for a server on PostgreSQL, with a new database.</summary>
    public static async Task<string[]> PostgresAsync()
    {
        var postgres = await PostgresServer.GetAsync();
        return Options(postgres.ConnectionString(await postgres.MakeDatabaseAsync()));
    }

    /// <summary>Options for a server on PostgreSQL.</summary>
    public static string[] Options(string connectionString) => ["--Database:Provider", "Postgres", "--Database:ConnectionString", connectionString];

    /// <summary>Options for a server or verb with this data directory; none where the given ones name an engine.</summary>
    internal static async Task<string[]> OptionsAsync(string dataDirectory, IEnumerable<string> given)
    {
        if (!IsPostgres || given.Any(option => option.StartsWith("--Database:", StringComparison.OrdinalIgnoreCase)))
        {
            return [];
        }

        return Options((await PostgresServer.GetAsync()).ConnectionString(await Databases.GetAsync(dataDirectory)));
    }

    /// <summary>Drops what a data directory that is no more had.</summary>
    internal static async Task DropAsync(string dataDirectory)
    {
        if (await Databases.TakeAsync(dataDirectory) is { } database)
        {
            await (await PostgresServer.GetAsync()).DropDatabaseAsync(database);
        }
    }
}

/// <summary>A test of SQLite's own file; reported as skipped where the tests run on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqliteFactAttribute : FactAttribute
{
    /// <param name="reason">What of it there is with SQLite only.</param>
    public SqliteFactAttribute(string reason) => (Reason, Skip) = (reason, TestDatabase.IsPostgres ? $"SQLite's own: {reason}." : null);

    public string Reason { get; }
}

/// <summary>As <see cref="SqliteFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqliteTheoryAttribute : TheoryAttribute
{
    /// <param name="reason">What of it there is with SQLite only.</param>
    public SqliteTheoryAttribute(string reason) => (Reason, Skip) = (reason, TestDatabase.IsPostgres ? $"SQLite's own: {reason}." : null);

    public string Reason { get; }
}
