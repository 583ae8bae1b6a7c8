using AudioServer.Benchmarks;
using AudioServer.Benchmarks.Load;

if (args is ["bare", var folder, .. var durable])
{
    return await BareServer.RunAsync(folder, isDurable: durable is ["--durable"]);
}

var options = new Options(args.Length > 0 ? args[1..] : []);
var results = new Results(options.Text("--json"));
var commands = new Dictionary<string, Func<Task>>
{
    ["load"] = () => new LoadBenchmark(options, results).RunAsync(),
    ["start"] = () => StartBenchmark.RunAsync(options.Number("--rounds", 5), results),
    ["memory"] = () => MemoryBenchmark.RunAsync(options.Number("--clients", 200), options.Number("--mebibytes", 64), results),
    ["memory-s3"] = () => MemoryBenchmark.RunOnS3Async(options.Number("--uploads", 100), options.Number("--mebibytes", 64), results),
    ["verification"] = () => VerificationBenchmark.RunAsync(options.Number("--rounds", 5), results),
    ["sign-in"] = () => SignInBenchmark.RunAsync(options.Number("--tries", 200), results),
    ["list"] = () => ListBenchmark.RunAsync([.. options.List("--rows", "1000,100000,1000000").Select(int.Parse)], options.Text("--beside") == "Postgres", results),
};
switch (args)
{
    case ["all", ..]:
        foreach (var run in commands.Where(command => command.Key != "memory-s3").Select(command => command.Value))
        {
            await run();
        }

        break;
    case [var name, ..] when commands.TryGetValue(name, out var command):
        await command();
        break;
    default:
        return Usage();
}

await results.WriteAsync();
return 0;

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project benchmarks/AudioServer.Benchmarks -- COMMAND [options] [--json FILE]
            all             every command below but memory-s3, one after the other (about half an hour; needs 13 GB of disk); their options go here too
            load            uploads, large files, content, seeks, info and mixed load beside a bare Kestrel, and nginx where that is installed
                            [--only uploads,large,content,seeks,info,mixed] [--rounds 5] [--seconds 2] [--warm-up 10]
            start           from the start of the process to its first answer, and its memory then  [--rounds 5]
            memory          peak memory under so many uploads at once, each of 1 MiB, then each of so many MiB  [--clients 200] [--mebibytes 64]
            memory-s3       peak memory under so many uploads at once that go on to an S3 server, of so many MiB each; fails beyond 500 MiB.
                            That server keeps them in memory: 9 GB must be free  [--uploads 100] [--mebibytes 64]
            verification    verification beside bare ffmpeg over the same files, one and two at a time, and the time to a verdict  [--rounds 5]
            sign-in         how long wrong passwords take for known and for unknown names  [--tries 200]
            list            p50 and p99 of list requests over HTTP, by filter, order and page, at each number of rows
                            [--rows 1000,100000,1000000] [--beside Postgres]
        Figures are printed as Markdown tables; --json writes them to a file as well.
        """);
    return 2;
}
