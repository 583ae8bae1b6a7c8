using AudioServer.Infrastructure.Processes;

namespace AudioServer.IntegrationTests.Processes;

/// <summary>The cages that this machine can build, each found once.</summary>
internal static class Caged
{
    public static readonly SystemTools Tools = SystemTools.Find(Environment.GetEnvironmentVariable("PATH"));
    public static readonly Cage Strongest = Cage.Strongest(Tools);
    private static readonly Cage Unshare = Cage.Strongest(Tools with { Bubblewrap = null });
    private static readonly Cage Prlimit = Cage.Strongest(Tools with { Bubblewrap = null, Unshare = null });
    private static readonly Cage None = Cage.Strongest(Tools with { Bubblewrap = null, Unshare = null, Setpriv = null, Prlimit = null });

    public static TheoryData<string> Kinds => new("bubblewrap", "unshare", "prlimit");

    public static Cage Of(string kind) => kind switch { "bubblewrap" => Strongest, "unshare" => Unshare, "prlimit" => Prlimit, _ => None };

    public static CagedCommand Shell(string script, CageLimits? limits = null) => new("/bin/sh", ["-c", script], limits ?? new CageLimits(CpuSeconds: 10));

    public static Task<CagedResult> RunAsync(CagedCommand command, string kind = "bubblewrap", RunBounds? bounds = null) =>
        new CagedRunner(Of(kind), TimeProvider.System).RunAsync(command, bounds ?? new RunBounds(TimeSpan.FromSeconds(20), 64 * 1024), CancellationToken.None);
}
