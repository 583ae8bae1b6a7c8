namespace AudioServer.Api.Client;

/// <summary>How a verb ends, for scripts: part of the public contract (docs/command-line.md).</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int Damaged = 3;
    public const int NotAllowed = 4;
    public const int NotFound = 5;
    public const int Limit = 6;
    public const int Network = 7;

    /// <summary>Of several files the weightiest end counts: first what stands in the way of all of them, then damage, which is what is asked about.</summary>
    private static readonly int[] ByWeight = [Network, NotAllowed, Limit, Damaged, Usage, Failure, NotFound, Done];

    /// <summary>For an error answer.</summary>
    /// <param name="status">HTTP.</param>
    /// <param name="code">The problem's; null when the answer is no problem of an AudioServer.</param>
    public static int Of(int status, string? code) => (status, code) switch
    {
        (_, "audio_broken") => Damaged,
        (_, "invalid_parameter") => Usage,
        (401 or 403, _) => NotAllowed,
        (404, _) => NotFound,
        (413 or 429 or 507, _) => Limit,
        (502 or 504, _) => Network,
        _ => Failure,
    };

    public static int Worst(int one, int other) => Array.IndexOf(ByWeight, one) < Array.IndexOf(ByWeight, other) ? one : other;

    /// <summary>Whether it would be the same for every further file.</summary>
    public static bool StandsInTheWay(int code) => code is Network or NotAllowed or Usage;
}
