using System.Text;
using System.Text.Json;
using AudioServer.Application;
using AudioServer.Domain;
using Microsoft.Win32.SafeHandles;

namespace AudioServer.Api.Client;

/// <summary>Where a verb writes: data on standard output, all else on standard error, and a bar there only when that is a terminal.</summary>
internal sealed class Terminal : IDisposable
{
    private const int BarWidth = 30;
    private const string EraseLine = "\r\e[K";

    /// <summary>EPIPE.</summary>
    private const int BrokenPipe = 32;

    private static readonly TimeSpan BetweenBars = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly Stream _stream = OpenOutput();
    private readonly StreamWriter _output;
    private string _bar = "";
    private long _drawn;

    /// <param name="asJson">A line of JSON for each thing.</param>
    /// <param name="isQuiet">No bar and no notes.</param>
    public Terminal(bool asJson = false, bool isQuiet = false)
    {
        (AsJson, IsQuiet) = (asJson, isQuiet);
        _output = new StreamWriter(_stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
    }

    public bool AsJson { get; }

    public bool IsQuiet { get; }

    /// <summary>Whether a person reads standard output.</summary>
    public bool IsForPeople { get; } = !Console.IsOutputRedirected;

    /// <summary>Bytes, to standard output.</summary>
    /// <exception cref="OperationCanceledException">Nobody reads any more.</exception>
    /// <exception cref="CommandFailedException">They cannot be written.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        EraseBar();
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(fault);
        }
    }

    /// <exception cref="OperationCanceledException">Nobody reads any more.</exception>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public void Write(string line)
    {
        EraseBar();
        try
        {
            _output.WriteLine(line);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(fault);
        }
    }

    /// <summary>On one line.</summary>
    /// <exception cref="OperationCanceledException">Nobody reads any more.</exception>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public void WriteJson<T>(T value) => Write(JsonSerializer.Serialize(value, JsonSettings.Options));

    /// <summary>For a person who watches; on standard error.</summary>
    public void Note(string text)
    {
        if (!IsQuiet && !AsJson)
        {
            EraseBar();
            Console.Error.WriteLine(UnicodeText.Printable(text));
        }
    }

    /// <summary>On standard error: what went wrong, with JSON the problem itself.</summary>
    /// <param name="failed">It.</param>
    /// <param name="about">The file that it is about; null when it is about all.</param>
    public void Fail(CommandFailedException failed, string? about = null)
    {
        EraseBar();
        if (!AsJson)
        {
            Console.Error.WriteLine(UnicodeText.Printable(about is null ? failed.Message : $"{about}: {failed.Message}"));
            return;
        }

        if (about is not null)
        {
            failed.Problem["file"] = about;
        }

        Console.Error.WriteLine(failed.Problem.ToJsonString(JsonSettings.Options));
    }

    /// <summary>Draws the bar, a few times a second.</summary>
    /// <param name="part">0 to 1; null when the whole is not known.</param>
    /// <param name="what">Beside it.</param>
    public void Progress(double? part, string what)
    {
        if (IsQuiet || Console.IsErrorRedirected || (_bar.Length > 0 && TimeProvider.System.GetElapsedTime(_drawn) < BetweenBars))
        {
            return;
        }

        var full = (int)(Math.Clamp(part ?? 0, 0, 1) * BarWidth);
        var bar = UnicodeText.Printable(part is null ? what : $"[{new string('#', full)}{new string('.', BarWidth - full)}] {part,4:0%}  {what}");
        _bar = bar[..Math.Min(bar.Length, Math.Max(BarWidth, Console.WindowWidth - 1))];
        _drawn = TimeProvider.System.GetTimestamp();
        Console.Error.Write(EraseLine + _bar);
    }

    /// <summary>Draws the bar until <paramref name="work"/> has ended.</summary>
    /// <param name="work">It.</param>
    /// <param name="look">How far it is: part and what stands beside it; null when that is not known.</param>
    public async Task<T> WatchAsync<T>(Task<T> work, Func<Task<(double? Part, string What)?>> look)
    {
        while (await Task.WhenAny(work, Task.Delay(BetweenLooks)) != work)
        {
            if (await look() is var (part, what))
            {
                Progress(part, what);
            }
        }

        return await work;
    }

    public void Dispose()
    {
        EraseBar();
        _output.Dispose();
    }

    /// <summary>The framework's own stream does not tell that a pipe's reader is gone, and a watch would never end.</summary>
    private static Stream OpenOutput()
    {
        try
        {
            var handle = new SafeFileHandle(1, ownsHandle: false);
            var stream = Console.IsOutputRedirected ? new FileStream(handle, FileAccess.Write, bufferSize: 0) : null;
            return stream is { CanSeek: false } ? stream : Console.OpenStandardOutput();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It is closed: who writes is told.
            return Console.OpenStandardOutput();
        }
    }

    /// <summary>A reader that went away has seen what it wanted; a full disk lacks something.</summary>
    private static Exception Unwritten(Exception fault) => fault is IOException { HResult: BrokenPipe }
        ? new OperationCanceledException("Nobody reads standard output any more.", fault)
        : new CommandFailedException(ExitCode.Failure, "io", $"Standard output cannot be written: {fault.Message}");

    private void EraseBar()
    {
        if (_bar.Length > 0)
        {
            _bar = "";
            Console.Error.Write(EraseLine);
        }
    }
}
