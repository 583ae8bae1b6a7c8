using AudioServer.Domain.Verification;

namespace AudioServer.Domain.AudioFiles;

/// <content>
/// How it is proved by decoding. The row is the queue: while <see cref="State"/> is pending, or running under a lease that has run out, it is a job.
/// </content>
public sealed partial class AudioFile
{
    /// <summary>After so many tries that came to no end, a file is given up.</summary>
    public const int MaxTries = 3;

    /// <summary>Where proving by decoding stands.</summary>
    public VerificationState State { get; private set; }

    /// <summary>0 to 1, while running.</summary>
    public double Progress { get; private set; }

    /// <summary>Whether it is queued although it has been proved before: such wait for those that have not.</summary>
    public bool IsReverification { get; private set; }

    /// <summary>Since when it waits.</summary>
    public DateTimeOffset QueuedAt { get; private set; }

    /// <summary>While running: when its worker counts as lost. While pending: not to be begun before. Null: no bound.</summary>
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Tries begun since it was queued.</summary>
    public int Tries { get; private set; }

    /// <summary>Raised with every claim and every verdict: what a worker saves is refused when another has claimed the file since, and a delete that knows nothing of the new waveform begins again.</summary>
    public int Fence { get; private set; }

    /// <summary>When it was last proved; null until then.</summary>
    public DateTimeOffset? CheckedAt { get; private set; }

    public int FindingCount { get; private set; }

    public string? FirstFindingCode { get; private set; }

    public Severity? FirstFindingSeverity { get; private set; }

    public string? FirstFindingMessage { get; private set; }

    /// <summary>Seconds.</summary>
    public double? FirstFindingAt { get; private set; }

    /// <summary>Bytes from the start of the file.</summary>
    public long? FirstFindingByte { get; private set; }

    /// <summary>LUFS.</summary>
    public double? IntegratedLufs { get; private set; }

    /// <summary>LU.</summary>
    public double? RangeLu { get; private set; }

    /// <summary>dBTP.</summary>
    public double? TruePeakDbtp { get; private set; }

    /// <summary>dBFS.</summary>
    public double? SamplePeakDbfs { get; private set; }

    /// <summary>The key of its waveform in the blob store; null until it is verified.</summary>
    public string? WaveformKey { get; private set; }

    /// <summary>A key for a waveform. Each verification has its own: content under a key never changes.</summary>
    public static string NewWaveformKey(Guid id) => $"w{id:N}";

    /// <summary>True when proving has come to an end.</summary>
    public bool IsVerified => State is not (VerificationState.Pending or VerificationState.Running);

    /// <summary>True when the tries are used up and none of them has come to an end.</summary>
    public bool IsOutOfTries => Tries >= MaxTries;

    /// <summary>Takes it for one try, which counts from now on, whatever becomes of the worker.</summary>
    public void BeginVerification(DateTimeOffset leaseUntil)
    {
        State = VerificationState.Running;
        Progress = 0;
        Tries++;
        Fence++;
        LeaseUntil = leaseUntil;
    }

    /// <summary>Says that the worker is alive.</summary>
    public void KeepLease(DateTimeOffset leaseUntil, double progress) => (LeaseUntil, Progress) = (leaseUntil, progress);

    /// <summary>Puts it back after a try that was no fault of the file's: the try does not count.</summary>
    public void ReturnToQueue(DateTimeOffset notBefore)
    {
        Tries--;
        AwaitTry(notBefore);
    }

    /// <summary>Puts it back after a try that came to no end.</summary>
    public void AwaitTry(DateTimeOffset notBefore)
    {
        State = VerificationState.Pending;
        Progress = 0;
        LeaseUntil = notBefore;
    }

    /// <summary>Queues it to be proved again; what is known of it stays until then, but for the verdict.</summary>
    public void RequestVerification(DateTimeOffset at)
    {
        State = VerificationState.Pending;
        Progress = 0;
        Tries = 0;
        Fence++;
        LeaseUntil = null;
        IsReverification = CheckedAt is not null;
        QueuedAt = at;
        Note(null, 0);
    }

    /// <summary>Takes over what a verification has proved.</summary>
    /// <param name="report">The verdict. Where nothing was measured, what the headers say stays.</param>
    /// <param name="waveformKey">Null when there is none.</param>
    /// <param name="at">Kept to the millisecond.</param>
    public void Conclude(VerificationReport report, string? waveformKey, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(report);
        State = report.State;
        Progress = 1;
        Fence++;
        LeaseUntil = null;
        CheckedAt = UpdatedAt = ToMilliseconds(at);
        WaveformKey = waveformKey;
        Note(report.Findings.Count > 0 ? report.Findings[0] : null, report.FindingCount);
        (IntegratedLufs, RangeLu) = (report.Loudness?.IntegratedLufs, report.Loudness?.RangeLu);
        (TruePeakDbtp, SamplePeakDbfs) = (report.Loudness?.TruePeakDbtp, report.Loudness?.SamplePeakDbfs);
        if (report.Measured is { } measured)
        {
            (Duration, DurationSource, SampleCount) = (measured.Duration, DurationSource.Decoded, measured.SampleCount);
            (SampleRate, Channels) = (measured.SampleRate, measured.Channels);
        }
    }

    private void Note(Finding? first, int count)
    {
        FindingCount = count;
        (FirstFindingCode, FirstFindingSeverity, FirstFindingMessage) = (first?.Code, first?.Severity, first?.Message);
        (FirstFindingAt, FirstFindingByte) = (first?.At, first?.Byte);
    }
}
