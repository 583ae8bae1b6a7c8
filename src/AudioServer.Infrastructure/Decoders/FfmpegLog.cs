using System.Globalization;
using System.Text.RegularExpressions;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Verification;

namespace AudioServer.Infrastructure.Decoders;

/// <summary>
/// Understands what <c>ffmpeg -v level+info</c> says while it decodes. A line counts only with its level at the left edge. Between "Input #0" and
/// "Stream mapping:" ffmpeg shows the file's tags, whose names may hold line breaks and so forge any line: nothing that stands there is believed.
/// </summary>
/// <param name="input">The input as ffmpeg names it; left out of complaints.</param>
/// <param name="now">Seconds of audio that have come.</param>
internal sealed partial class FfmpegLog(string input, Func<double> now)
{
    /// <summary>Said of covers' codecs too, but right before "Error while opening decoder" only of the stream's own.</summary>
    private const string NotAllowed = "not on whitelist";

    private ComplaintList _complaints = new();
    private ComplaintList? _beforeTags;
    private bool _wasRefused;
    private bool _isRepeatable;

    public string FirstLine { get; private set; } = "";

    public IReadOnlyList<DecoderComplaint> Complaints => _complaints.Kept;

    public int ComplaintCount => _complaints.Count;

    /// <summary>True when there is no decoder for the stream, or none that may be used.</summary>
    public bool HasNoDecoder { get; private set; }

    /// <summary>True when the tool broke the bound on its memory.</summary>
    public bool IsOutOfMemory { get; private set; }

    public Task<bool> ReadAsync(Stream stream) => LineReader.ReadAsync(stream, Read);

    private void Read(string line)
    {
        FirstLine = FirstLine.Length == 0 ? line : FirstLine;
        if (Repetition().Match(line) is { Success: true } again)
        {
            _complaints.Repeat(_isRepeatable && int.TryParse(again.Groups[1].Value, CultureInfo.InvariantCulture, out var times) ? times : 0);
        }
        else if (Message().Match(line) is { Success: true } match)
        {
            _isRepeatable = false;
            var (context, text) = (match.Groups["context"].Value, match.Groups["text"].Value);
            switch (match.Groups["level"].Value)
            {
                case "error" or "fatal" or "panic":
                    Complain(context, text);
                    break;
                case "warning" when text.StartsWith("Error", StringComparison.Ordinal) || text.Contains("corrupt decoded frame", StringComparison.Ordinal):
                    Complain(context, text);
                    break;
                case "info":
                    Inform(text);
                    break;
            }
        }
    }

    private void Inform(string text)
    {
        if (text.StartsWith("Input #0, ", StringComparison.Ordinal))
        {
            _beforeTags ??= _complaints.Copy();
        }
        else if (text == "Stream mapping:")
        {
            // The last one is ffmpeg's own, however many the tags have forged.
            _complaints = _beforeTags?.Copy() ?? _complaints;
            (HasNoDecoder, IsOutOfMemory) = (false, false);
        }
    }

    private void Complain(string context, string text)
    {
        HasNoDecoder |= NoDecoder().IsMatch(text) || (_wasRefused && text.StartsWith("Error while opening decoder", StringComparison.Ordinal));
        _wasRefused = text.Contains(NotAllowed, StringComparison.Ordinal);
        IsOutOfMemory |= text.Contains("Cannot allocate memory", StringComparison.Ordinal);
        if (AudioTags.Clean(text.Replace(input + ": ", "", StringComparison.Ordinal)) is { } clean && !OfTagsAndPictures().IsMatch(clean))
        {
            _isRepeatable = true;
            _complaints.Add(context.Length > 0 ? $"{context}: {clean}" : clean, now());
        }
    }

    /// <summary>"[flac @ 0x5614d3ba7140] [error] invalid residual": the object, its parents, the level, the text.</summary>
    [GeneratedRegex(
        @"^(\[(?<context>[a-zA-Z0-9_.,:#/ ()-]{1,80}) @ 0x[0-9a-f]+\] )?(\[[^\[\]]{1,80} @ 0x[0-9a-f]+\] ){0,3}\[(?<level>[a-z]{1,10})\] (?<text>.*)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Message();

    [GeneratedRegex("^    Last message repeated ([0-9]{1,9}) times$", RegexOptions.CultureInvariant)]
    private static partial Regex Repetition();

    /// <summary>As ffmpeg 5 and 6 say it, and as 7 does.</summary>
    [GeneratedRegex(@"^Decoder \(codec [^)]*\) not found for input stream|^Decoding requested, but no decoder found for", RegexOptions.CultureInvariant)]
    private static partial Regex NoDecoder();

    /// <summary>Not about audio: what is said of ID3 frames, covers and covers' codecs, which may not be opened; and of time stamps on their way out.</summary>
    [GeneratedRegex(
        NotAllowed + "|^Incorrect BOM value|^Error reading (comment )?(frame|lyrics)|attached picture|cover type|non monotonically increasing dts", RegexOptions.CultureInvariant)]
    private static partial Regex OfTagsAndPictures();
}
