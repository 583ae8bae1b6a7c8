using AudioServer.FunctionalTests.Access;
using AudioServer.TestKit;
using Xunit.Abstractions;

namespace AudioServer.FunctionalTests.Documentation;

/// <summary>Clients that generators make from <c>docs/openapi.json</c> (<c>tests/clients</c>), compiled, and at work with the server; and the programs that <c>docs/clients.md</c> shows.</summary>
public sealed class ClientTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string Folder = Path.Combine(Fixtures.Root, "tests", "clients");

    private static readonly string[] Steps =
    [
        "sign-in by token", "upload raw", "upload multipart", "wait for the verdict", "list with filters, and page to the end", "info", "download with a range", "report",
        "change", "delete", "error: not found", "error: a misspelt value", "error: broken audio", "error: a wrong token",
    ];

    [Fact]
    public async Task Generated_clients_compile_and_do_everything_and_so_do_the_programs_of_the_documentation()
    {
        using var folder = new TemporaryFolder();
        var broken = folder.File("broken.mp3");
        await File.WriteAllBytesAsync(broken, (await File.ReadAllBytesAsync(Fixtures.Audio("mp3-vbr-xing.mp3")))[..4_000]);
        File.Copy(Fixtures.MyFile, folder.File("myfile.wav"));
        await new Command(Path.Combine(Folder, "make")) { Folder = Folder, Patience = Patience }.SucceedAsync();
        await using var server = await Accounts.StartAsync(settings: ["--Verification:Concurrency", "1"]);
        var url = server.Address.ToString().TrimEnd('/');

        foreach (var (user, command, tour, example) in new[]
        {
            ("ts", "node", "typescript/build/tour.js", "typescript/build/example.js"),
            ("cs", "dotnet", "csharp/tour/bin/Release/net10.0/Tour.dll", "csharp/example/bin/Release/net10.0/Example.dll"),
        })
        {
            await server.AddUserAsync(user);
            var token = await server.AddTokenAsync(user);
            var steps = await RunAsync(token, command, Path.Combine(Folder, tour), url, Fixtures.MyFile, broken);
            output.WriteLine($"{user}: {steps}");
            steps.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Contain(Steps, user);
            await CheckExampleAsync(command, Path.Combine(Folder, example), token);
        }

        await server.AddUserAsync("py");
        await CheckExampleAsync("/usr/bin/python3", Path.Combine(Folder, "python", "example.py"), await server.AddTokenAsync("py"));

        async Task CheckExampleAsync(string command, string program, string token)
        {
            var printed = await RunAsync(token, command, program);
            printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCountGreaterThanOrEqualTo(2, "{0} uploads a file and lists it: {1}", program, printed).And.Contain(line => line.Contains("ok", StringComparison.OrdinalIgnoreCase));
        }

        async Task<string> RunAsync(string token, string program, params string[] arguments)
        {
            var access = new Dictionary<string, string> { ["AUDIOSERVER_TOKEN"] = token, ["AUDIOSERVER_URL"] = url };
            return (await new Command(program, arguments) { Folder = folder.Path, Environment = access, Patience = Patience }.SucceedAsync()).Output;
        }
    }
}
