using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AudioServer.Infrastructure.Database.Sqlite;

/// <summary>
/// Sets on every opened connection what SQLite keeps per connection. <c>synchronous=FULL</c> is what makes a commit survive a power cut;
/// with NORMAL, acknowledged uploads were lost.
/// </summary>
internal sealed class SqliteConnectionSettings : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    // Microsoft.Data.Sqlite does its work synchronously whichever method is called.
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
