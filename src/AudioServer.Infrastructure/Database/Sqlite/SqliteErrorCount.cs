using System.Data.Common;
using AudioServer.Infrastructure.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace AudioServer.Infrastructure.Database.Sqlite;

/// <summary>Counts what the database fails. A constraint that refuses a row, such as a taken name, is an answer and no error.</summary>
internal sealed class SqliteErrorCount : DbCommandInterceptor, IDbTransactionInterceptor, IDbConnectionInterceptor
{
    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Count(eventData.Exception);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Count(eventData.Exception);
        return Task.CompletedTask;
    }

    public void TransactionFailed(DbTransaction transaction, TransactionErrorEventData eventData) => Count(eventData.Exception);

    public Task TransactionFailedAsync(DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Count(eventData.Exception);
        return Task.CompletedTask;
    }

    public void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData) => Count(eventData.Exception);

    public Task ConnectionFailedAsync(DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Count(eventData.Exception);
        return Task.CompletedTask;
    }

    private static void Count(Exception fault)
    {
        if (fault is SqliteException { SqliteErrorCode: not raw.SQLITE_CONSTRAINT })
        {
            InfrastructureTelemetry.DatabaseFailed();
        }
    }
}
