using System.Globalization;
using AudioServer.Domain.Verification;

namespace AudioServer.Infrastructure.Decoders;

/// <summary>
/// The lines that ffmpeg's ebur128 filter prints at its end, indented below "Summary:". Loudness is in LUFS, its range in LU, the peak in dBFS of
/// the oversampled signal, which is dBTP. (EBU R 128; EBU Tech 3342; ITU-R BS.1770, annex 2.)
/// </summary>
internal sealed class LoudnessSummary
{
    /// <summary>The absolute gate of BS.1770: what the filter shows when no block of 400 ms was above it.</summary>
    private const double Gate = -70;

    private double? _integrated;
    private double? _range;
    private double? _peak;
    private bool _isInRange;

    public void Read(string line)
    {
        var text = line.AsSpan().Trim();
        if (text.EndsWith(":"))
        {
            _isInRange = text.SequenceEqual("Loudness range:");
        }
        else if (text.StartsWith("I:"))
        {
            _integrated = Number(text) is { } value and > Gate ? value : null;
        }
        else if (text.StartsWith("LRA:"))
        {
            _range = Number(text);
        }
        else if (text.StartsWith("Peak:"))
        {
            _peak = Number(text);
        }
        else if (text.StartsWith("Threshold:") && _isInRange && Number(text) == 0)
        {
            // A range was reckoned of no block at all where its own gate was never set.
            _range = null;
        }
    }

    public Loudness Complete() => new(_integrated, _range, _peak, SamplePeakDbfs: null);

    /// <summary>"I:         -23.0 LUFS" → -23.0; null for -inf and nan.</summary>
    private static double? Number(ReadOnlySpan<char> text)
    {
        var value = text[(text.IndexOf(':') + 1)..].Trim();
        var end = value.IndexOf(' ');
        return double.TryParse(end < 0 ? value : value[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
    }
}
