using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using AudioServer.Infrastructure.Processes;

namespace AudioServer.Infrastructure.Tags;

/// <summary>One running <see cref="TagHost"/> in the cage, which sees one folder of files. After any fault but a refused file it is of no more use.</summary>
internal sealed class TagHostProcess : IDisposable
{
    private const int MaxAnswerBytes = 256 * 1024;

    /// <summary>.NET reserves far more addresses than it uses; what it may use is the heap limit below.</summary>
    private static readonly CageLimits Limits = new(CpuSeconds: null, AddressSpace: 6L << 30, OpenFiles: 256);

    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private static readonly Dictionary<string, string> Variables = new()
    {
        ["DOTNET_ROOT"] = DotnetRoot,
        ["DOTNET_GCHeapHardLimit"] = "0x8000000",
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
    };

    private readonly Process _process;
    private readonly Stream _answers;
    private readonly byte[] _line = new byte[MaxAnswerBytes];

    private TagHostProcess(Process process, string folder)
    {
        _process = process;
        _answers = process.StandardOutput.BaseStream;
        Folder = folder;
        Errors = ReadErrorsAsync(process.StandardError.BaseStream);
    }

    /// <summary>The folder whose files it can read.</summary>
    public string Folder { get; }

    public bool IsAlive => !_process.HasExited;

    /// <summary>What it wrote on standard error, bounded; complete when the process has ended.</summary>
    public Task<string> Errors { get; }

    /// <summary>Starts a host; it is up when its first answer has come.</summary>
    public static async Task<TagHostProcess> StartAsync(Cage cage, string folder, CancellationToken cancellationToken)
    {
        var executable = Path.Combine(AppContext.BaseDirectory, "AudioServer.Api");
        var command = new CagedCommand(executable, ["tag-host"], Limits)
        {
            Input = folder,
            ProgramFolders = [AppContext.BaseDirectory, DotnetRoot],
            Environment = Variables,
        };
        return new TagHostProcess(await ChildProcesses.StartAsync(cage.Wrap(command), cancellationToken), folder);
    }

    /// <summary>Sends one request. Null: the host is dead, or answers what no host of ours would.</summary>
    public async Task<TagAnswer?> AskAsync(TagRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var line = JsonSerializer.SerializeToUtf8Bytes(request, TagMessages.Default.TagRequest);
            var input = _process.StandardInput.BaseStream;
            await input.WriteAsync((byte[])[.. line, (byte)'\n'], cancellationToken);
            await input.FlushAsync(cancellationToken);
            return await ReadAnswerAsync(cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The next line, parsed; null at the end of the stream, for a line without end, and for one that is not an answer.</summary>
    public async Task<TagAnswer?> ReadAnswerAsync(CancellationToken cancellationToken)
    {
        for (var length = 0; length < _line.Length;)
        {
            // A pipe's read may not hear the token; the caller kills the process, which ends it.
            var read = await _answers.ReadAsync(_line.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(cancellationToken);
            length += read;
            if (read == 0)
            {
                return null;
            }

            if (_line[length - 1] == '\n')
            {
                return Parse(_line.AsSpan(0, length));
            }
        }

        return null;
    }

    /// <summary>Ends the host, with force: it holds nothing worth keeping.</summary>
    public void Dispose()
    {
        ChildProcesses.Kill(_process);
        _process.Dispose();
    }

    private static TagAnswer? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, TagMessages.Default.TagAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<string> ReadErrorsAsync(Stream stream)
    {
        // An overflowing stack is described at length.
        var kept = new HeadAndTail(8 * 1024);
        var buffer = ArrayPool<byte>.Shared.Rent(4 * 1024);
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
            {
                kept.Write(buffer.AsSpan(0, read));
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process was disposed of while it still wrote.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return kept.ToString();
    }
}
