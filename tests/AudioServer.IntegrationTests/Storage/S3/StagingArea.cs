using System.IO.Pipelines;
using AudioServer.Application.Ports;
using AudioServer.Infrastructure;
using AudioServer.Infrastructure.Storage;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Storage.S3;

/// <summary>A data directory of its own, for uploads on their way.</summary>
internal sealed class StagingArea : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StagingArea()
    {
        Data = new DataDirectory(_folder.File("data"));
        Data.Acquire();
        Staging = new UploadStaging(Data, new Uuid7Generator(TimeProvider.System));
    }

    public DataDirectory Data { get; }

    public UploadStaging Staging { get; }

    /// <summary>Files in <c>tmp/</c>.</summary>
    public IReadOnlyList<string> Temporary => Directory.GetFiles(Data.Temporary);

    public Task<IStagedUpload> StageAsync(byte[] content) => Staging.ReceiveAsync(PipeReader.Create(new MemoryStream(content)), long.MaxValue, CancellationToken.None);

    /// <summary>Noise, each time the same.</summary>
    public Task<IStagedUpload> StageAsync(long size) => Staging.WriteAsync(
        async file =>
        {
            var (noise, piece) = (new Random(7), new byte[64 * 1024]);
            for (var left = size; left > 0; left -= piece.Length)
            {
                noise.NextBytes(piece);
                await file.WriteAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)));
            }
        },
        CancellationToken.None);

    public void Dispose()
    {
        Data.Dispose();
        _folder.Dispose();
    }
}
