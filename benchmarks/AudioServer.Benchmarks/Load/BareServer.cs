using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace AudioServer.Benchmarks.Load;

/// <summary>The baseline: a Kestrel that stores bodies as files and sends them back in the manner of the book. No database, no look at the bytes, no digest.</summary>
internal static partial class BareServer
{
    /// <summary>Serves until it is killed; its first line says where.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="isDurable">Whether a file is flushed to the disk before the answer.</param>
    public static async Task<int> RunAsync(string folder, bool isDurable)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        await using var app = builder.Build();
        app.MapPut("/{name}", async (string name, HttpRequest request) =>
        {
            await using var file = File.Create(Path.Combine(folder, name));
            await request.Body.CopyToAsync(file);
            await file.FlushAsync();
            if (isDurable && fsync(file.SafeFileHandle) != 0)
            {
                throw new IOException("fsync failed.");
            }

            return TypedResults.StatusCode(StatusCodes.Status201Created);
        });
        app.MapGet("/{name}", (string name) => TypedResults.PhysicalFile(Path.Combine(folder, name), "audio/wav", enableRangeProcessing: true));
        app.MapGet("/info/{name}", () => TypedResults.Text(Contender.InfoText, "application/json"));
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    [LibraryImport("libc")]
    private static partial int fsync(SafeFileHandle file);
}
