namespace AudioServer.Domain.Verification;

/// <summary>How a decoding went.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Decoder">What decoded.</param>
/// <param name="Complaints">What the decoder said was wrong, cleaned and bounded, the first ones.</param>
/// <param name="ComplaintCount">How much it said in all.</param>
public sealed record Decoding(DecodingEnd End, DecoderIdentity Decoder, IReadOnlyList<DecoderComplaint> Complaints, int ComplaintCount);

/// <param name="Message">One line.</param>
/// <param name="At">Seconds of audio that had come when it was said: near the place, not exact.</param>
public sealed record DecoderComplaint(string Message, double At);

/// <summary>How a decoding ended.</summary>
public enum DecodingEnd
{
    /// <summary>At the end of the file, whatever was complained of on the way.</summary>
    Finished,

    /// <summary>The decoder gave the file up.</summary>
    GaveUp,

    /// <summary>It has no decoder for this codec.</summary>
    NoDecoder,
    TimedOut,

    /// <summary>More audio came than may.</summary>
    OutOfBounds,

    /// <summary>The decoder was killed by the file: a crash, or the bound on its memory.</summary>
    Died,
}
