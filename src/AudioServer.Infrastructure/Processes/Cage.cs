using System.ComponentModel;
using System.Diagnostics;

namespace AudioServer.Infrastructure.Processes;

/// <summary>
/// What stands between a hostile file's reader and the rest of the machine: the strongest of bubblewrap, unshare and prlimit
/// that works here. Inside bubblewrap there is no network and no other process; of the file system there are the system and the one
/// input, read-only, and at most one file that may be written. A caged process ends with the server, also when that is killed, except where
/// <see cref="Description"/> says otherwise; outside bubblewrap that is true of the tool, not of what it might fork (ffmpeg and .NET fork nothing).
/// </summary>
internal sealed class Cage
{
    private const string InputInside = "/input";
    private const string OutputInside = "/output";
    private static readonly TimeSpan TrialLimit = TimeSpan.FromSeconds(5);

    private readonly string[] _bubblewrap;
    private readonly string[] _unshare;
    private readonly string[] _setpriv;
    private readonly string? _prlimit;

    private Cage(string[] bubblewrap, string[] unshare, string[] setpriv, string? prlimit)
    {
        (_bubblewrap, _unshare, _setpriv, _prlimit) = (bubblewrap, unshare, setpriv, prlimit);
        string?[] walls = [HidesFiles ? "bubblewrap" : null, unshare.Length > 0 ? "unshare" : null, prlimit is null ? null : "prlimit"];
        Description = walls.OfType<string>().DefaultIfEmpty("none, time limits only").Aggregate((first, second) => $"{first} + {second}")
            + (HidesFiles || setpriv.Length > 0 ? "" : "; children may outlive a killed server");
    }

    /// <summary>What is in force, for the health page: "bubblewrap + prlimit".</summary>
    public string Description { get; }

    /// <summary>True when a caged process sees no file of the server's but its input.</summary>
    public bool HidesFiles => _bubblewrap.Length > 0;

    /// <summary>Tries each wall once, by running <c>true</c> behind it, and keeps the strongest that holds.</summary>
    public static Cage Strongest(SystemTools tools)
    {
        var (prlimit, bubblewrap, unshare, setpriv) = (tools.Prlimit, Array.Empty<string>(), Array.Empty<string>(), Array.Empty<string>());
        if (OperatingSystem.IsLinux() && tools.True is { } nothing)
        {
            // The trial is of the whole line, limits included, so that what passes it is what will be used.
            prlimit = Works(new Cage([], [], [], prlimit), nothing) ? prlimit : null;
            bubblewrap = Kept(tools.Bubblewrap is { } bwrap ? [bwrap, .. SystemView()] : [], line => new Cage(line, [], [], prlimit));
            if (bubblewrap.Length == 0)
            {
                setpriv = Kept(
                    tools.Setpriv is { } path ? [path, "--pdeathsig", "KILL", "--no-new-privs", "--"] : [],
                    line => new Cage([], [], line, prlimit));
                unshare = Kept(
                    tools.Unshare is { } other ? [other, "--user", "--net", "--ipc", "--uts", "--"] : [],
                    line => new Cage([], line, setpriv, prlimit));
            }

            string[] Kept(string[] line, Func<string[], Cage> cage) => line.Length > 0 && Works(cage(line), nothing) ? line : [];
        }

        return new Cage(bubblewrap, unshare, setpriv, OperatingSystem.IsLinux() ? prlimit : null);
    }

    /// <summary>The path by which a caged tool reads <paramref name="input"/>, an absolute path outside.</summary>
    public string Inside(string input) => HidesFiles ? InputInside : input;

    /// <summary>The path by which a caged tool writes <paramref name="output"/>, an absolute path outside.</summary>
    public string InsideOutput(string output) => HidesFiles ? OutputInside : output;

    /// <summary>How to start the command in here: no shell, an emptied environment, its three streams on pipes.</summary>
    public ProcessStartInfo Wrap(CagedCommand command)
    {
        List<string> line = HidesFiles ? Bubblewrapped(command) : [.. _unshare, .. _setpriv];
        if (_prlimit is not null)
        {
            var limits = command.Limits;
            line.AddRange([_prlimit, $"--as={limits.AddressSpace}", $"--nofile={limits.OpenFiles}", "--core=0"]);
            if (limits.CpuSeconds is { } seconds)
            {
                line.Add($"--cpu={seconds}");
            }

            if (limits.FileSize is { } bytes)
            {
                line.Add($"--fsize={bytes}");
            }

            line.Add("--");
        }

        line.Add(command.Tool);
        line.AddRange(command.Arguments);

        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Variables(command))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>True when <paramref name="error"/> is a complaint of the walls themselves: then nothing is known about the input.</summary>
    public static bool IsOwnComplaint(string error) =>
        error.StartsWith("bwrap: ", StringComparison.Ordinal) || error.StartsWith("prlimit: ", StringComparison.Ordinal)
        || error.StartsWith("setpriv: ", StringComparison.Ordinal) || error.StartsWith("unshare: ", StringComparison.Ordinal);

    private List<string> Bubblewrapped(CagedCommand command)
    {
        List<string> line = [.. _bubblewrap];
        foreach (var (name, value) in Variables(command))
        {
            line.AddRange(["--setenv", name, value]);
        }

        foreach (var folder in command.ProgramFolders.Append(command.Tool).Where(path => !path.StartsWith("/usr/", StringComparison.Ordinal)))
        {
            line.AddRange(["--ro-bind", folder, folder]);
        }

        if (command.Input is not null)
        {
            line.AddRange(["--ro-bind", command.Input, InputInside]);
        }

        if (command.Output is not null)
        {
            line.AddRange(["--bind", command.Output, OutputInside]);
        }

        line.Add("--");
        return line;
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables(CagedCommand command) => command.Environment.Prepend(new("LANG", "C"));

    /// <summary>The system as far as a dynamically linked tool needs it; on a distribution with merged /usr the rest are links into it.</summary>
    private static List<string> SystemView()
    {
        List<string> view =
        [
            "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv",
            "--proc", "/proc", "--dev", "/dev", "--ro-bind", "/usr", "/usr",
        ];
        foreach (var folder in new[] { "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32" })
        {
            view.AddRange(new DirectoryInfo(folder).LinkTarget is { } target ? ["--symlink", target, folder] : ["--ro-bind-try", folder, folder]);
        }

        // ffmpeg's libblas is found through /etc/alternatives on Debian.
        view.AddRange(["--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]);
        return view;
    }

    private static bool Works(Cage cage, string nothing)
    {
        try
        {
            // Started here and not by ChildProcesses: this thread waits for its end, so the child cannot outlive it.
            using var process = Process.Start(cage.Wrap(new CagedCommand(nothing, [], new CageLimits(CpuSeconds: 5))))!;
            process.StandardInput.Close();
            if (process.WaitForExit(TrialLimit))
            {
                return process.ExitCode == 0;
            }

            ChildProcesses.Kill(process);
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
