using AudioServer.Benchmarks;

return args switch
{
    ["list", .. var rows] => await ListBenchmark.RunAsync([.. rows.DefaultIfEmpty("1000,1000000").SelectMany(list => list.Split(',')).Select(int.Parse)]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project benchmarks/AudioServer.Benchmarks -- list [ROWS,ROWS]
            p50 and p99 of list requests over HTTP, by filter, order and page, at each number of rows
        """);
    return 2;
}
