namespace AudioServer.Domain.Waveforms;

/// <summary>How a waveform is shown.</summary>
public enum WaveformFormat
{
    /// <summary>audiowaveform's JSON.</summary>
    Json,

    /// <summary>audiowaveform's binary form.</summary>
    Dat,

    /// <summary>A drawing.</summary>
    Svg,

    /// <summary>A picture.</summary>
    Png,
}

public static class WaveformFormats
{
    /// <summary>Minima and maxima together that one answer of data holds at most, each with its partner counted once.</summary>
    public const int MaxPoints = 1_000_000;

    /// <summary>Pixels that a picture is wide at most.</summary>
    public const int MaxWidth = 20_000;

    /// <summary>Pixels of a picture when nothing is said.</summary>
    public const int DefaultWidth = 1800;

    public static bool IsPicture(this WaveformFormat format) => format is WaveformFormat.Svg or WaveformFormat.Png;

    public static string ContentType(this WaveformFormat format) => format switch
    {
        WaveformFormat.Json => "application/json",
        WaveformFormat.Dat => "application/octet-stream",
        WaveformFormat.Svg => "image/svg+xml",
        _ => "image/png",
    };

    /// <summary>Pixels that one answer in this format may have, for so many channels.</summary>
    public static int MaxPixels(this WaveformFormat format, int channels) => format.IsPicture() ? MaxWidth : MaxPoints / channels;

    /// <summary>Writes points in this format. Memory does not grow with their number, but for pictures, which are bounded.</summary>
    /// <param name="points">Not read before.</param>
    /// <param name="format">The format.</param>
    /// <param name="output">Stays open; written to asynchronously.</param>
    /// <param name="cancellationToken">Looked at between writes.</param>
    public static Task WriteAsync(this WaveformPoints points, WaveformFormat format, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(output);
        return format switch
        {
            WaveformFormat.Json => JsonWaveform.WriteAsync(points, output, cancellationToken),
            WaveformFormat.Dat => BinaryWaveform.WriteAsync(points, output, cancellationToken),
            WaveformFormat.Svg => SvgWaveform.WriteAsync(points, output, cancellationToken),
            _ => PngWaveform.WriteAsync(points, output, cancellationToken),
        };
    }
}
