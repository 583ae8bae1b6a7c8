using System.IO.Pipelines;
using AudioServer.Api.Client;
using AudioServer.Api.Hosting;
using AudioServer.Api.Reports;
using AudioServer.Application;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Verification;
using AudioServer.Domain;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure;
using MediatR;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Verbs;

/// <summary>Verifies local files by the server's own use case, without a server, a database or a lock.</summary>
internal sealed class OfflineCheck : IAsyncDisposable
{
    private readonly ScratchData _scratch;
    private readonly ServiceProvider _services;

    private OfflineCheck(ScratchData scratch, ServiceProvider services) => (_scratch, _services) = (scratch, services);

    /// <summary>Files verified at once.</summary>
    public int Concurrency => Math.Max(1, _services.GetRequiredService<IOptions<VerificationOptions>>().Value.Concurrency);

    /// <param name="settings">The server's; those of its data have no meaning here.</param>
    /// <exception cref="InvalidConfigurationException">A setting has a value that nothing runs with.</exception>
    /// <exception cref="CommandFailedException">There is no place for copies.</exception>
    public static OfflineCheck Create(string[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration.UseServerConfiguration(settings);
        var scratch = MakeScratch();
        try
        {
            configuration["DataDirectory"] = scratch.Path;

            // What a server takes of strangers is no bound on one's own files.
            configuration["Limits:MaxUploadBytes"] = $"{long.MaxValue}";
            var services = ServerConfiguration.BuildValid(() => new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddApplication().AddInfrastructure(configuration).BuildServiceProvider(), provider => provider);
            return new OfflineCheck(scratch, services);
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    /// <summary>What is found of a file; what stands in the way of that is told likewise.</summary>
    public async Task<CheckedFile> CheckAsync(InputFile file, CancellationToken cancellationToken)
    {
        var name = UnicodeText.Printable(file.Label);
        try
        {
            await using var source = await file.OpenAsync(cancellationToken);
            await using var scope = _services.CreateAsyncScope();
            var content = new UploadContent(PipeReader.Create(source), [], AnnouncedSize: null, _ => Task.CompletedTask);
            var report = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CheckAudioCommand(content, Name: null), cancellationToken);
            return CheckedFile.Of(report with { Name = name });
        }
        catch (StorageFull)
        {
            return Refused(name, "storage_full", $"There is no room for a copy of it in {Path.GetTempPath()}; TMPDIR names another folder.");
        }
        catch (Failure failure)
        {
            // A server's user need not know what exactly is away; the one who sits at this machine does.
            return Refused(name, failure.Code, (failure.InnerException ?? failure).Message);
        }
        catch (CommandFailedException unread)
        {
            return Refused(name, unread.Code!, unread.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refused(name, "io", fault.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _scratch.Dispose();
    }

    private static ScratchData MakeScratch()
    {
        try
        {
            return new ScratchData();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.Failure, "io", $"{fault.Message} Copies are made in {Path.GetTempPath()}; TMPDIR names another folder.");
        }
    }

    private static CheckedFile Refused(string name, string code, string detail) => new(name, null, new CheckRefusal(code, UnicodeText.Printable(detail)));
}
