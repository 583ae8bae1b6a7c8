using System.Buffers;
using AudioServer.Domain.Pcm;

namespace AudioServer.Infrastructure.Decoders;

/// <summary>
/// Hands the samples of a WAVE stream on as they come. The stream is ffmpeg's on a pipe: its size fields are open-ended, its header tells the
/// rate and the number of channels that really decode.
/// </summary>
internal sealed class WavePcmReader(PcmEncoding encoding, double maxSeconds, PcmReceiver receive)
{
    /// <summary>What a pipe gives at once is 64 KiB.</summary>
    private const int BufferSize = 256 * 1024;

    private readonly Lock _gate = new();
    private PcmFormat? _format;
    private long _frames;
    private bool _isClosed;

    /// <summary>Seconds that have come so far; 0 before the header. May be asked for while the stream is read.</summary>
    public double Seconds
    {
        get
        {
            lock (_gate)
            {
                return _format is { } format ? (double)_frames / format.SampleRate : 0;
            }
        }
    }

    /// <summary>True when more audio came than may.</summary>
    public bool IsOutOfBounds { get; private set; }

    /// <summary>True when anything came, a header at least.</summary>
    public bool HasOutput { get; private set; }

    /// <summary>True when at least one sample came.</summary>
    public bool HasSamples => _frames > 0;

    /// <summary>Reads to the end; false when the stream is no such WAVE or holds more audio than may come.</summary>
    public Task<bool> ReadAsync(Stream stream) =>
        // On a thread of its own that waits in the kernel: .NET hands every read of a pipe to the pool, which costs a fifth of what decoding does.
        Task.Factory.StartNew(() => Read(stream), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Waits for the call under way; after this nothing is handed on any more, also when a stream that nobody waits for is still being read.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    private bool Read(Stream stream)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var held = 0;
            for (int read; (read = stream.Read(buffer.AsSpan(held))) > 0;)
            {
                HasOutput = true;
                held += read;
                if (_format is null)
                {
                    switch (WaveHeader.Read(buffer.AsSpan(0, held), encoding, out var format, out var length))
                    {
                        case OperationStatus.NeedMoreData:
                            continue;
                        case OperationStatus.InvalidData:
                            return false;
                    }

                    _format = format;
                    buffer.AsSpan(length, held -= length).CopyTo(buffer);
                }

                var whole = held - (held % _format.Value.FrameSize);
                if (!Receive(_format.Value, buffer.AsSpan(0, whole)))
                {
                    return false;
                }

                buffer.AsSpan(whole, held -= whole).CopyTo(buffer);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool Receive(PcmFormat format, ReadOnlySpan<byte> frames)
    {
        lock (_gate)
        {
            var count = frames.Length / format.FrameSize;
            var room = (long)Math.Min(maxSeconds * format.SampleRate, long.MaxValue / 2) - _frames;
            IsOutOfBounds = count > room;
            count = (int)Math.Min(count, room);
            if (_isClosed)
            {
                return false;
            }

            if (count > 0)
            {
                _frames += count;
                receive(format, frames[..(count * format.FrameSize)]);
            }

            return !IsOutOfBounds;
        }
    }
}
