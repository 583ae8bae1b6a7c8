using AudioServer.Domain.Verification;

namespace AudioServer.Domain.AudioFiles;

/// <summary>The last verification's report of one file, beside the row so that lists do not carry it.</summary>
public sealed class AudioFileReport(Guid audioFileId, VerificationReport report)
{
    public Guid AudioFileId { get; private set; } = audioFileId;

    public VerificationReport Report { get; private set; } = report;
}
