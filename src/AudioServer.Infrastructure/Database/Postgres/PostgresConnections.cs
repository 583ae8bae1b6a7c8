using Npgsql;

namespace AudioServer.Infrastructure.Database.Postgres;

/// <summary>What connections are opened with, where <c>Database:ConnectionString</c> does not say otherwise.</summary>
internal static class PostgresConnections
{
    /// <summary>
    /// Whoever asks has an answer within 5 s when the database is away: to connect, or to get a connection from the pool, takes 2 s at most, and so does a command; to have that given up takes
    /// another connection, and its 2 s, for each way of encryption that is tried.
    /// The pool leaves room for another node beside this one in the 100 connections that PostgreSQL takes.
    /// A node that stands still or is cut off in the middle of a transaction has locks that all others wait for: PostgreSQL ends its session after 4 s, and one that says nothing and
    /// whose machine does not answer after 25 s.
    /// </summary>
    private const string Defaults = "Application Name=AudioServer;Timeout=2;Command Timeout=2;Cancellation Timeout=-1;GSS Encryption Mode=Disable;Maximum Pool Size=40;" +
        "Options=-c idle_in_transaction_session_timeout=4s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3;";

    /// <summary>Notices that the other end is gone though nothing is said, and is not one of the pool's.</summary>
    private const string Listening = ";Pooling=false;Keepalive=5";

    /// <summary>False when Npgsql knows a key or value not, or is not told where to find the database.</summary>
    public static bool IsValid(string? connectionString)
    {
        try
        {
            return Settings(connectionString ?? "").Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            // Its message may hold a part of a password.
            return false;
        }
    }

    public static NpgsqlDataSource Pool(string connectionString) => new NpgsqlDataSourceBuilder(Settings(connectionString).ConnectionString).Build();

    /// <summary>One that waits for notifications.</summary>
    public static NpgsqlConnection Listener(string connectionString) => new(Settings(connectionString + Listening).ConnectionString);

    // Of a key that is there twice the last one counts.
    private static NpgsqlConnectionStringBuilder Settings(string connectionString) => new(Defaults + connectionString);
}
