using AudioServer.Domain.Pcm;
using AudioServer.Domain.Waveforms;
using AudioServer.UnitTests.Domain.Pcm;

namespace AudioServer.UnitTests.Domain.Waveforms;

/// <summary>Waveforms to test with, and the plain way to the same peaks.</summary>
internal static class Waves
{
    public static Sound Noise(int channels, int frames, PcmEncoding encoding = PcmEncoding.S16) => Sound.Noise(encoding, channels, frames, seed: channels + frames);

    /// <summary>As verification stores it.</summary>
    public static Task<StoredWaveform> StoreAsync(this Sound sound) =>
        StoredWaveform.OpenAsync(new MemoryStream(sound.Measure().Waveform), CancellationToken.None);

    /// <summary>The values of every pixel, one behind the other.</summary>
    public static async Task<List<short>> ValuesAsync(this WaveformPoints points)
    {
        var values = new List<short>();
        await foreach (var block in points.BlocksAsync(CancellationToken.None))
        {
            values.AddRange(block.ToArray());
        }

        return values;
    }

    public static async Task<byte[]> RenderAsync(this StoredWaveform stored, WaveformFormat format, WaveformSelection selection)
    {
        using var output = new AsyncOnly();
        await stored.Select(selection).WriteAsync(format, output, CancellationToken.None);
        return output.ToArray();
    }

    /// <summary>Minimum and maximum of the samples of a pixel, widened to whole stretches of 256 samples from the first of the file on.</summary>
    public static IEnumerable<short> Expected(Sound sound, long first, long end, int zoom, bool split, int bits = 16)
    {
        for (var from = first; from < end; from += zoom)
        {
            var low = (int)(from / 256 * 256);
            var high = (int)Math.Min((Math.Min(from + zoom, end) + 255) / 256 * 256, sound.Frames);
            var frames = Enumerable.Range(low, high - low).ToList();
            for (var channel = 0; channel < (split ? sound.Format.Channels : 1); channel++)
            {
                var amplitudes = frames.Select(frame => split ? sound.Amplitude(frame, channel) : sound.Mix(frame)).ToList();
                yield return Step(amplitudes.Min(), bits);
                yield return Step(amplitudes.Max(), bits);
            }
        }
    }

    private static short Step(double amplitude, int bits)
    {
        var step = (short)Math.Clamp(Math.Truncate(amplitude * 32768), -32768, 32767);
        return bits == 8 ? (short)(step / 256) : step;
    }

    /// <summary>A response body takes no synchronous writes.</summary>
    private sealed class AsyncOnly : MemoryStream
    {
        private bool _isAsync;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _isAsync = true;
            await base.WriteAsync(buffer, cancellationToken);
            _isAsync = false;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _isAsync.Should().BeTrue();
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _isAsync.Should().BeTrue();
            base.Write(buffer);
        }
    }
}
