using System.Text;

namespace AudioServer.Domain.Waveforms;

/// <summary>audiowaveform's JSON, version 2 (its doc/DataFormat.md).</summary>
internal static class JsonWaveform
{
    /// <summary>Of <c>-32768,</c>.</summary>
    private const int MaxValueLength = 7;

    public static async Task WriteAsync(WaveformPoints points, Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(
            $$"""{"version":2,"channels":{{points.Channels}},"sample_rate":{{points.SampleRate}},"samples_per_pixel":{{points.SamplesPerPixel}},"bits":{{points.Bits}},"length":{{points.Length}},"data":["""), cancellationToken);
        var text = Array.Empty<byte>();
        var isFirst = true;
        await foreach (var block in points.BlocksAsync(cancellationToken))
        {
            if (text.Length < block.Length * MaxValueLength)
            {
                text = new byte[block.Length * MaxValueLength];
            }

            // Every value has its comma in front, but for the very first.
            await output.WriteAsync(text.AsMemory(0, Format(block.Span, text))[(isFirst ? 1 : 0)..], cancellationToken);
            isFirst = false;
        }

        await output.WriteAsync("]}"u8.ToArray(), cancellationToken);
    }

    private static int Format(ReadOnlySpan<short> values, Span<byte> text)
    {
        var used = 0;
        foreach (var value in values)
        {
            text[used++] = (byte)',';
            value.TryFormat(text[used..], out var length, provider: System.Globalization.CultureInfo.InvariantCulture);
            used += length;
        }

        return used;
    }
}
