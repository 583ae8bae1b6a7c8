using System.Buffers.Binary;
using System.Numerics;
using AudioServer.Domain.Pcm;

namespace AudioServer.Domain.Waveforms;

/// <summary>Writes a stored waveform (<see cref="WaveformFile"/>) while the samples come, forward only.</summary>
/// <param name="output">Stays open.</param>
/// <param name="format">Of the samples.</param>
internal sealed class WaveformWriter(Stream output, PcmFormat format)
{
    private const int BufferSize = 32 * 1024;

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly float[] _mix = new float[SampleWindow.Length];
    private readonly int _tracks = WaveformFile.TracksOf(format.Channels);
    private int _used = -1;

    /// <summary>Writes the one point that a window makes.</summary>
    public void Write(SampleWindow window)
    {
        if (_used < 0)
        {
            WriteHeader();
        }
        else if (_used + (_tracks * WaveformFile.PairSize) > BufferSize)
        {
            Flush();
        }

        Append(window.Channels == 1 ? window.Extremes(0) : Mix(window));
        for (var channel = 0; channel < _tracks - 1; channel++)
        {
            Append(window.Extremes(channel));
        }
    }

    /// <summary>To be called once, behind the last window.</summary>
    public void Complete(long sampleCount)
    {
        if (_used >= 0)
        {
            Flush();
            BinaryPrimitives.WriteInt64LittleEndian(_buffer, sampleCount);
            _used = WaveformFile.TrailerSize;
            Flush();
        }
    }

    private void WriteHeader()
    {
        WaveformFile.Magic.CopyTo(_buffer);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(4), format.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(8), _tracks);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(12), format.SampleRate);
        _used = WaveformFile.HeaderSize;
    }

    /// <summary>Of the mean of all channels, as audiowaveform mixes.</summary>
    private Extremes Mix(SampleWindow window)
    {
        var mix = _mix.AsSpan(0, window.Count);
        window.Samples(0).CopyTo(mix);
        for (var channel = 1; channel < window.Channels; channel++)
        {
            Add(window.Samples(channel), mix);
        }

        // Divided, not multiplied by the inverse: a mean that is a whole number of steps has to be that number.
        var sum = Extremes.Of(mix);
        return new Extremes(sum.Min / window.Channels, sum.Max / window.Channels);
    }

    private static void Add(ReadOnlySpan<float> samples, Span<float> sums)
    {
        var index = 0;
        for (; index <= sums.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            (new Vector<float>(sums[index..]) + new Vector<float>(samples[index..])).CopyTo(sums[index..]);
        }

        for (; index < sums.Length; index++)
        {
            sums[index] += samples[index];
        }
    }

    private void Append(Extremes extremes)
    {
        BinaryPrimitives.WriteInt16LittleEndian(_buffer.AsSpan(_used), ToStep(extremes.Min));
        BinaryPrimitives.WriteInt16LittleEndian(_buffer.AsSpan(_used + 2), ToStep(extremes.Max));
        _used += WaveformFile.PairSize;
    }

    /// <summary>Of 16 bits, towards zero like the integer division that audiowaveform mixes by.</summary>
    private static short ToStep(float amplitude) => (short)Math.Clamp(amplitude * (1 << 15), short.MinValue, short.MaxValue);

    private void Flush()
    {
        output.Write(_buffer, 0, _used);
        _used = 0;
    }
}
