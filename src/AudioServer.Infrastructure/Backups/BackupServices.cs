using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Database.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.Infrastructure.Backups;

internal static class BackupServices
{
    public static IServiceCollection AddLocalBackup(this IServiceCollection services) => services.AddSingleton<SqliteSnapshot>().AddSingleton<IBackup, LocalBackup>();

    /// <param name="services">All.</param>
    /// <param name="reason">Why there is none here, and what to do instead.</param>
    public static IServiceCollection AddNoBackup(this IServiceCollection services, string reason) => services.AddSingleton<IBackup>(new NoBackup(reason));
}
