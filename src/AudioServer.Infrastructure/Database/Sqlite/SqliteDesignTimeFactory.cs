using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AudioServer.Infrastructure.Database.Sqlite;

/// <summary>How <c>tools/migrations/add</c> gets at the model.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteAudioDb>
{
    public SqliteAudioDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteAudioDb>().UseSqlite("Data Source=:memory:").Options);
}
