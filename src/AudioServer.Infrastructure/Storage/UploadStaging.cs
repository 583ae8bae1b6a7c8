using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using Microsoft.Win32.SafeHandles;

namespace AudioServer.Infrastructure.Storage;

/// <summary>Receives uploads into <c>tmp/</c>, in the file system of the blobs, so that storing one is a rename.</summary>
internal sealed class UploadStaging(DataDirectory directory, IIdGenerator ids) : IUploadStaging
{
    /// <summary>The body arrives in pieces as small as 4 KiB; they are gathered to so many bytes for one write.</summary>
    private const int WriteSize = 64 * 1024;

    public async Task<IStagedUpload> ReceiveAsync(PipeReader content, long maxBytes, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory.Temporary, $"upload-{ids.NewId():N}");
        try
        {
            using var file = Create(path);
            return new StagedUpload(path, await CopyAsync(content, file.SafeFileHandle, maxBytes, cancellationToken));
        }
        catch
        {
            DurableFiles.TryDelete(path);
            throw;
        }
    }

    public async Task<IStagedUpload> WriteAsync(Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = Path.Combine(directory.Temporary, $"made-{ids.NewId():N}");
        try
        {
            using var sha256 = SHA256.Create();
            using var file = Create(path);
            await using (var hashed = new CryptoStream(file, sha256, CryptoStreamMode.Write, leaveOpen: true))
            {
                await write(hashed);
            }

            return new StagedUpload(path, new ContentFingerprint(file.Length, Convert.ToHexStringLower(sha256.Hash!)));
        }
        catch (Exception fault)
        {
            DurableFiles.TryDelete(path);
            if (DurableFiles.IsFull(fault))
            {
                throw DurableFiles.ToFailure(fault);
            }

            throw;
        }
    }

    private static async Task<ContentFingerprint> CopyAsync(PipeReader content, SafeFileHandle file, long maxBytes, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        for (var ended = false; !ended;)
        {
            var read = await content.ReadAtLeastAsync(WriteSize, cancellationToken);
            try
            {
                if (length + read.Buffer.Length > maxBytes)
                {
                    throw new TooLarge(maxBytes);
                }

                Write(file, read.Buffer, length, sha256);
                length += read.Buffer.Length;
            }
            finally
            {
                // Also when it fails: of a body left in the middle of a read the web server can skip nothing, and cuts the
                // connection before the client, still sending, has got its answer.
                content.AdvanceTo(read.Buffer.End);
            }

            ended = read.IsCompleted;
        }

        return new ContentFingerprint(length, Convert.ToHexStringLower(sha256.GetHashAndReset()));
    }

    private static void Write(SafeFileHandle file, ReadOnlySequence<byte> bytes, long offset, IncrementalHash sha256)
    {
        var segments = new List<ReadOnlyMemory<byte>>();
        foreach (var segment in bytes)
        {
            sha256.AppendData(segment.Span);
            segments.Add(segment);
        }

        try
        {
            RandomAccess.Write(file, segments, offset);
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            throw DurableFiles.ToFailure(fault);
        }
    }

    private static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            throw DurableFiles.ToFailure(fault);
        }
    }

    private sealed class StagedUpload(string path, ContentFingerprint content) : IStagedUpload
    {
        public string Path => path;

        public ContentFingerprint Content => content;

        public Stream OpenRead() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

        public void Dispose() => File.Delete(path);
    }
}
