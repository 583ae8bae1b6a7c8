using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace AudioServer.Domain.Waveforms;

/// <summary>
/// The minimum and maximum of each channel for each pixel of a part of a waveform. A pixel is made of every stored point that shares a sample with it:
/// where the zoom is no multiple of the stored one, or the part begins between two stored points, a peak may show in the pixel beside it too, and none is ever lost.
/// </summary>
public sealed class WaveformPoints
{
    private const int BlockPixels = 1024;

    private readonly Stream _stored;
    private readonly TrackRange _tracks;
    private readonly SampleRange _samples;
    private readonly byte[] _buffer;
    private readonly short[] _pixel;

    // Of the stored points: the first in the buffer, how many are in it, and the next to be looked at.
    private long _bufferStart;
    private int _buffered;
    private long _next;

    internal WaveformPoints(Stream stored, TrackRange tracks, SampleRange samples, int samplesPerPixel, int bits, int sampleRate)
    {
        (_stored, _tracks, _samples) = (stored, tracks, samples);
        (SamplesPerPixel, Bits, SampleRate) = (samplesPerPixel, bits, sampleRate);
        _buffer = new byte[BlockPixels * tracks.PointSize];
        _pixel = new short[2 * Channels];
    }

    /// <summary>Hz.</summary>
    public int SampleRate { get; }

    public int SamplesPerPixel { get; }

    /// <summary>Of a value: 8 or 16.</summary>
    public int Bits { get; }

    /// <summary>That a pixel has: one, or all.</summary>
    public int Channels => _tracks.Count;

    /// <summary>Pixels; at least one.</summary>
    public long Length => (_samples.End - _samples.First + SamplesPerPixel - 1) / SamplesPerPixel;

    /// <summary>All pixels in order, some at a time: of each pixel the minimum and maximum of each channel. A block is good until the next is asked for. To be read once.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<short>> BlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var block = new short[BlockPixels * _pixel.Length];
        var used = 0;
        for (var pixel = 0L; pixel < Length; pixel++)
        {
            var from = _samples.First + (pixel * SamplesPerPixel);
            var end = Math.Min(from + SamplesPerPixel, _samples.End);
            _next = from / WaveformFile.BaseZoom;
            await CombineAsync(WaveformFile.PointsOf(end), cancellationToken);
            Write(block.AsSpan(used, _pixel.Length));
            used += _pixel.Length;
            if (used == block.Length)
            {
                yield return block;
                used = 0;
            }
        }

        if (used > 0)
        {
            yield return block.AsMemory(0, used);
        }
    }

    /// <summary>Makes one pixel of the stored points from the next to before <paramref name="end"/>.</summary>
    private async ValueTask CombineAsync(long end, CancellationToken cancellationToken)
    {
        for (var index = 0; index < _pixel.Length; index += 2)
        {
            (_pixel[index], _pixel[index + 1]) = (short.MaxValue, short.MinValue);
        }

        while (_next < end)
        {
            if (_next < _bufferStart || _next >= _bufferStart + _buffered)
            {
                await FillAsync(cancellationToken);
            }

            Combine(Math.Min(end, _bufferStart + _buffered));
        }
    }

    private void Combine(long end)
    {
        for (; _next < end; _next++)
        {
            var point = _buffer.AsSpan(((int)(_next - _bufferStart) * _tracks.PointSize) + (_tracks.First * WaveformFile.PairSize));
            for (var index = 0; index < _pixel.Length; index += 2)
            {
                _pixel[index] = Math.Min(_pixel[index], BinaryPrimitives.ReadInt16LittleEndian(point[(2 * index)..]));
                _pixel[index + 1] = Math.Max(_pixel[index + 1], BinaryPrimitives.ReadInt16LittleEndian(point[((2 * index) + 2)..]));
            }
        }
    }

    /// <summary>Reads stored points from the next on.</summary>
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _stored.Position = WaveformFile.HeaderSize + (_next * _tracks.PointSize);
        _bufferStart = _next;
        var left = Math.Min(_buffer.Length, (WaveformFile.PointsOf(_samples.End) - _next) * _tracks.PointSize);
        await _stored.ReadExactlyAsync(_buffer.AsMemory(0, (int)left), cancellationToken);
        _buffered = (int)left / _tracks.PointSize;
    }

    private void Write(Span<short> target)
    {
        // audiowaveform divides too, towards zero.
        var divisor = 1 << (16 - Bits);
        for (var index = 0; index < target.Length; index++)
        {
            target[index] = (short)(_pixel[index] / divisor);
        }
    }
}

/// <summary>Which of the stored tracks are meant.</summary>
/// <param name="Stored">How many there are.</param>
/// <param name="First">The first that is meant.</param>
/// <param name="Count">How many are.</param>
internal readonly record struct TrackRange(int Stored, int First, int Count)
{
    /// <summary>Bytes of one stored point.</summary>
    public int PointSize => Stored * WaveformFile.PairSize;
}

/// <summary>Samples of one channel.</summary>
/// <param name="First">The first.</param>
/// <param name="End">Behind the last.</param>
internal readonly record struct SampleRange(long First, long End);
