using AudioServer.Application;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Ports;
using AudioServer.Application.Verification;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Verification;
using AudioServer.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.IntegrationTests.Verification;

/// <summary>The product's own gate and verifier, wired as the server wires them, without a server or a store around them.</summary>
internal sealed class Laboratory : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddApplication()
        .AddInfrastructure(new ConfigurationBuilder().Build())
        .BuildServiceProvider();

    /// <summary>Looks at a file and proves it; null when the gate refuses it as not audio.</summary>
    public async Task<Examination?> ExamineAsync(string path)
    {
        using var scope = _services.CreateScope();
        using var upload = new LocalFile(path);
        try
        {
            var description = await scope.ServiceProvider.GetRequiredService<AudioGate>().InspectAsync(upload, CancellationToken.None);
            var verifier = scope.ServiceProvider.GetRequiredService<Verifier>();
            return new Examination(description, await verifier.VerifyAsync(VerificationSource.Of(upload, description), Stream.Null, progress: null, CancellationToken.None));
        }
        catch (NotAudio)
        {
            return null;
        }
    }

    public void Dispose() => _services.Dispose();

    private sealed class LocalFile(string path) : IStagedUpload
    {
        public string Path => path;

        public ContentFingerprint Content => new(new FileInfo(path).Length, new string('0', 64));

        public Stream OpenRead() => File.OpenRead(path);

        /// <summary>The file is the test's.</summary>
        public void Dispose()
        {
        }
    }
}

/// <param name="Description">The gate's.</param>
/// <param name="Report">The verifier's.</param>
internal sealed record Examination(AudioDescription Description, VerificationReport Report);
