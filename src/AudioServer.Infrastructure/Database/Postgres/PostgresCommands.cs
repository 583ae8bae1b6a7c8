using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AudioServer.Infrastructure.Database.Postgres;

/// <summary>Says in SQL what EF Core has no words for, and sends no text that PostgreSQL cannot take.</summary>
internal sealed class PostgresCommands : DbCommandInterceptor
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

    private static bool IsStorable(string text) => !text.Contains('\0', StringComparison.Ordinal) && text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    /// <summary>NUL and unpaired surrogates become U+FFFD, which no stored text holds: what is asked for with them is not there.</summary>
    private static string Storable(string text) => string.Concat(text.Replace('\0', '\uFFFD').EnumerateRunes());
}
