using System.Data.Common;

namespace AudioServer.Application;

/// <summary>What is thrown when the database does not answer: by its driver, or by EF Core with that inside.</summary>
public static class DatabaseFault
{
    public static bool Is(Exception? fault) => fault is DbException or { InnerException: DbException };
}
