namespace AudioServer.Domain.Verification;

/// <summary>What a verification can find. <c>docs/verification.md</c> says of each when it is found and how much it weighs.</summary>
public static class FindingCodes
{
    /// <summary>Less audio is there than the file declares, or its last frame is cut.</summary>
    public const string Truncated = "truncated";

    /// <summary>The decoder could not make sense of some of the audio.</summary>
    public const string DecodeError = "decode_error";

    /// <summary>The file declares another duration than its audio, which is whole, has.</summary>
    public const string DurationMismatch = "duration_mismatch";

    /// <summary>Not one sample decodes.</summary>
    public const string NoSamples = "no_samples";

    /// <summary>A checksum in the file does not fit what it covers.</summary>
    public const string ChecksumMismatch = "checksum_mismatch";

    /// <summary>A size in a header does not fit the bytes that are there.</summary>
    public const string SizeFieldWrong = "size_field_wrong";

    /// <summary>Something stands behind the audio that is no part of it.</summary>
    public const string TrailingData = "trailing_data";

    /// <summary>Bytes between or before the audio's frames belong to none of them and were skipped.</summary>
    public const string SkippedData = "skipped_data";

    /// <summary>Frames, pages or samples that should be there, by their numbers, are missing.</summary>
    public const string MissingData = "missing_data";

    /// <summary>The number of channels changes on the way.</summary>
    public const string ChannelChange = "channel_change";

    /// <summary>The sample rate changes on the way.</summary>
    public const string RateChange = "rate_change";

    /// <summary>The headers declare another sample rate or number of channels than decodes.</summary>
    public const string FormatMismatch = "format_mismatch";

    /// <summary>Decoding took longer than it may.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>The decoder died over the file.</summary>
    public const string DecoderDied = "decoder_died";

    /// <summary>Each try at verifying was cut short, and there are no more tries.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>This server has no decoder for the codec.</summary>
    public const string DecoderMissing = "decoder_missing";

    /// <summary>There is nothing to be heard from beginning to end.</summary>
    public const string Silent = "silent";

    /// <summary>Samples stand at full scale, several in a row.</summary>
    public const string Clipped = "clipped";

    /// <summary>More audio decodes than this server is willing to look at.</summary>
    public const string TooLong = "too_long";
}
