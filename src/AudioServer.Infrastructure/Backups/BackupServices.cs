using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Database.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.Infrastructure.Backups;

internal static class BackupServices
{
    public static IServiceCollection AddLocalBackup(this IServiceCollection services) => services.AddSingleton<SqliteSnapshot>().AddSingleton<IBackup, LocalBackup>();
}
