using System.Data.Common;
using AudioServer.Infrastructure.Telemetry;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AudioServer.Infrastructure.Database;

/// <summary>Counts what the database fails.</summary>
/// <param name="isAnswer">True of a constraint that refuses a row, such as a taken name: an answer and no error.</param>
internal sealed class DatabaseErrorCount(Func<DbException, bool> isAnswer) : DbCommandInterceptor, IDbTransactionInterceptor, IDbConnectionInterceptor
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

    private void Count(Exception fault)
    {
        if (fault is DbException error && !isAnswer(error))
        {
            InfrastructureTelemetry.DatabaseFailed();
        }
    }
}
