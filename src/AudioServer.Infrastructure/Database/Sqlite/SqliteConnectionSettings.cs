using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace AudioServer.Infrastructure.Database.Sqlite;

/// <summary>
/// Sets on every connection what SQLite keeps per connection. <c>synchronous=FULL</c> is what makes a commit survive a power cut;
/// with NORMAL, acknowledged uploads were lost.
/// </summary>
internal sealed class SqliteConnectionSettings : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000;";

    /// <summary>SQLite's own connections, which the pool keeps and opens again for every query, and which keep what they were told.</summary>
    private readonly ConditionalWeakTable<sqlite3, object> _set = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        if (!_set.TryGetValue(handle, out _))
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            _set.Add(handle, Pragmas);
        }
    }

    // Microsoft.Data.Sqlite does its work synchronously whichever method is called.
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
