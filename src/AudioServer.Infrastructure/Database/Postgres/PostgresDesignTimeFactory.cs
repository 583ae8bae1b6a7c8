using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AudioServer.Infrastructure.Database.Postgres;

/// <summary>How <c>tools/migrations/add</c> gets at the model.</summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresAudioDb>
{
    public PostgresAudioDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresAudioDb>().UseNpgsql("Host=localhost").Options);
}
