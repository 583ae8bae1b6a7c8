using AudioServer.Application;
using AudioServer.Infrastructure.Database;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure;

internal static class NodeServices
{
    public static IServiceCollection AddNode(this IServiceCollection services)
    {
        services.AddOptions<NodeOptions>().BindConfiguration("")
            .Validate(node => Enum.IsDefined(node.Role), "Role is All, Api or Worker.")
            .Validate<IOptions<DatabaseOptions>>(
                (node, database) => node.Role == NodeRole.All || database.Value.Provider == DatabaseProvider.Postgres,
                "Role is All with Database:Provider=Sqlite, which no other server can share.")
            .ValidateOnStart();
        return services;
    }
}
