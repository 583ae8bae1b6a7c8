using AudioServer.Benchmarks;

return args switch
{
    ["list", .. var rows] => await ListBenchmark.RunAsync([.. rows.DefaultIfEmpty("1000,1000000").SelectMany(list => list.Split(',')).Select(int.Parse)]),
    ["memory", .. var options] => await MemoryBenchmark.RunAsync(Option(options, "--clients", 200), Option(options, "--mebibytes", 64)),
    ["verification", .. var options] => await VerificationBenchmark.RunAsync(Option(options, "--rounds", 5)),
    ["sign-in", .. var options] => await SignInBenchmark.RunAsync(Option(options, "--tries", 200)),
    _ => Usage(),
};

static int Option(string[] options, string name, int unless) => Array.IndexOf(options, name) is >= 0 and var at ? int.Parse(options[at + 1]) : unless;

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project benchmarks/AudioServer.Benchmarks -- list [ROWS,ROWS]
            p50 and p99 of list requests over HTTP, by filter, order and page, at each number of rows
        dotnet run -c Release --project benchmarks/AudioServer.Benchmarks -- memory [--clients 200] [--mebibytes 64]
            peak memory of the server's process under so many uploads at once, each of 1 MiB, then each of so many MiB; needs the room on disk
        dotnet run -c Release --project benchmarks/AudioServer.Benchmarks -- verification [--rounds 5]
            verification beside bare ffmpeg over the same files, one and two at a time, and the time to a verdict
        dotnet run -c Release --project benchmarks/AudioServer.Benchmarks -- sign-in [--tries 200]
            how long wrong passwords take for known and for unknown names
        """);
    return 2;
}
