namespace AudioServer.Infrastructure.Processes;

/// <summary>One run of an outside tool inside the <see cref="Cage"/>.</summary>
/// <param name="Tool">Absolute path of the executable.</param>
/// <param name="Arguments">Passed one by one, never through a shell. Name the input as <see cref="Cage.Inside"/> gives it.</param>
/// <param name="Limits">What the cage itself enforces.</param>
internal sealed record CagedCommand(string Tool, IReadOnlyList<string> Arguments, CageLimits Limits)
{
    /// <summary>The one file or folder of the data that the tool may read; null for none.</summary>
    public string? Input { get; init; }

    /// <summary>The one file that the tool may write; it exists already. Name it as <see cref="Cage.InsideOutput"/> gives it. Null for none.</summary>
    public string? Output { get; init; }

    /// <summary>Further folders that the tool itself consists of. It sees them read-only under their own paths.</summary>
    public IReadOnlyList<string> ProgramFolders { get; init; } = [];

    /// <summary>The whole environment, beside LANG=C.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>Bounds of one caged process, enforced by the kernel. There is never a core dump.</summary>
/// <param name="CpuSeconds">Of the whole process; null for no bound, which a long-lived one needs.</param>
/// <param name="AddressSpace">Bytes. Below 512 MiB ffmpeg does not load; below 4 GiB .NET does not.</param>
/// <param name="OpenFiles">Count.</param>
/// <param name="FileSize">Bytes of any file it writes; writing more ends it. Null for no bound: .NET dies of one.</param>
internal sealed record CageLimits(int? CpuSeconds, long AddressSpace = 1L << 30, int OpenFiles = 32, long? FileSize = null);
