using AudioServer.Domain.Formats;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure;

/// <summary>What stands between the last part of a file that its format knows and the end.</summary>
internal static class Remainder
{
    // Leftovers of a block or of a header that somebody forgot to count: nobody misses audio in so few bytes.
    private const int FewBytes = 64;
    private const int Id3v1Size = 128;

    /// <summary>Reads to the end and tells of tags, zeros and a few bytes as worth knowing, of more as a warning.</summary>
    /// <param name="reader">Behind the last known part.</param>
    /// <param name="findings">Takes what is found.</param>
    /// <param name="at">Seconds: where the audio ends; null when not known.</param>
    public static void Tell(ForwardReader reader, FindingList findings, double? at)
    {
        while (TagSize(reader) is > 0 and var size)
        {
            findings.Add(new Finding(FindingCodes.TrailingData, Severity.Info, SizeFindings.Text($"A tag of {size:N0} bytes stands behind the audio."), at, reader.Position));
            reader.Advance(size);
        }

        var (start, left) = (reader.Position, reader.Left);
        if (left == 0)
        {
            return;
        }

        var zeros = ZerosToTheEnd(reader);
        findings.Add(new Finding(
            FindingCodes.TrailingData,
            zeros || left <= FewBytes ? Severity.Info : Severity.Warning,
            zeros ? SizeFindings.Text($"{left:N0} zero bytes stand behind the audio.") : SizeFindings.Text($"{left:N0} bytes behind the audio belong to no part of the file."),
            at,
            start));
    }

    private static long TagSize(ForwardReader reader)
    {
        var head = reader.Peek(32);
        return head.StartsWith("TAG"u8) && reader.Left == Id3v1Size ? Id3v1Size
            : head.StartsWith("LYRICSBEGIN"u8) ? reader.Left
            : LeadingTags.Size(head);
    }

    private static bool ZerosToTheEnd(ForwardReader reader)
    {
        while (reader.Left > 0)
        {
            var piece = reader.Peek((int)Math.Min(reader.Left, ForwardReader.MaxPeek));
            if (piece.IsEmpty || piece.ContainsAnyExcept((byte)0))
            {
                return false;
            }

            reader.Advance(piece.Length);
        }

        return true;
    }
}
