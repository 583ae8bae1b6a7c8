using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AudioServer.Infrastructure.Database.Sqlite;

/// <summary>Puts the clause that a query on AudioFiles carries as its tag behind the table, where SQLite takes it as an order: EF Core has no words for <c>INDEXED BY</c>.</summary>
internal sealed class SqliteIndexHints : DbCommandInterceptor
{
    private const string Mark = "index: ";
    private const string Comment = "-- " + Mark;
    private const string Table = "FROM \"AudioFiles\" AS \"a\"";

    /// <summary>The tag for a clause such as <c>NOT INDEXED</c>.</summary>
    public static string Tag(string clause) => Mark + clause;

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Rewrite(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Rewrite(command);
        return ValueTask.FromResult(result);
    }

    private static void Rewrite(DbCommand command)
    {
        var sql = command.CommandText;
        if (!sql.StartsWith(Comment, StringComparison.Ordinal))
        {
            return;
        }

        var clause = sql[Comment.Length..sql.IndexOf('\n', StringComparison.Ordinal)].Trim();
        var at = sql.IndexOf(Table, StringComparison.Ordinal) + Table.Length;
        command.CommandText = sql.Insert(at, $" {clause}");
    }
}
