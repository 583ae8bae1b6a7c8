using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace AudioServer.Infrastructure.Database.Postgres;

/// <summary>Says in SQL what EF Core has no words for, sends no text that PostgreSQL cannot take, and trusts no connection of a pool of which one has fallen silent.</summary>
/// <param name="pool">Where the commands' connections come from.</param>
internal sealed class PostgresCommands(NpgsqlDataSource pool) : DbCommandInterceptor
{
    /// <summary>The tag of a query that takes its rows.</summary>
    public const string Take = "take";

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith($"-- {Take}\n", StringComparison.Ordinal))
        {
            command.CommandText += "\nFOR UPDATE SKIP LOCKED";
        }

        foreach (DbParameter parameter in command.Parameters)
        {
            if (parameter.Value is string text && !IsStorable(text))
            {
                parameter.Value = Storable(text);
            }
        }

        return ValueTask.FromResult(result);
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        // After a failover, or where a router has forgotten them, all would be waited for in turn. With "Cancellation Timeout=-1" Npgsql does not do it.
        if (eventData.Exception is NpgsqlException { InnerException: TimeoutException })
        {
            pool.Clear();
        }

        return Task.CompletedTask;
    }

    private static bool IsStorable(string text) => !text.Contains('\0', StringComparison.Ordinal) && text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    /// <summary>NUL and unpaired surrogates become U+FFFD, which no stored text holds: what is asked for with them is not there.</summary>
    private static string Storable(string text) => string.Concat(text.Replace('\0', '\uFFFD').EnumerateRunes());
}
