using SQLitePCL;

namespace AudioServer.Infrastructure.Database.Sqlite;

/// <summary>The bundled SQLite as a whole.</summary>
internal static class SqliteLibrary
{
    /// <summary>
    /// Has it keep no account of its memory, for which each of its allocations, in whatever connection, would pass one lock of the process. To be called before the first connection;
    /// afterwards it changes nothing.
    /// </summary>
    public static void Configure()
    {
        // Not by Batteries or raw, which initialise the library, after which it takes no such setting any more.
        ((ISQLite3Provider)new SQLite3Provider_e_sqlite3()).sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }
}
