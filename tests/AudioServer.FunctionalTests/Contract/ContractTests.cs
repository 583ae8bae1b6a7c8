using System.Collections.Concurrent;
using AudioServer.Application.Access;
using AudioServer.Domain.Access;
using AudioServer.FunctionalTests.Access;
using Xunit.Abstractions;

namespace AudioServer.FunctionalTests.Contract;

/// <summary>Thousands of requests made from the OpenAPI document: whatever is asked, the answer is one that the document describes.</summary>
public sealed class ContractTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_126;
    private const int PerOperation = 250;

    // Each hashes a password, or has a process look at a file.
    private static readonly string[] Costly = ["signIn", "createUser", "uploadAudio", "uploadAudioShort", "checkAudio"];

    [Fact]
    public async Task Whatever_is_asked_the_answer_is_one_that_the_document_describes()
    {
        await using var server = await Accounts.StartAsync(settings: ["--Auth:Registration", "Open", "--Verification:Concurrency", "1"]);
        var document = ApiDocument.Load();
        var credentials = document.Root["components"]!["schemas"]!["UserCredentials"]!["examples"]![0]!;
        var user = credentials["username"]!.GetValue<string>();
        await server.OperateAsync(new AddUserCommand(user, credentials["password"]!.GetValue<string>()));
        var spare = await server.OperateAsync(new CreateTokenCommand("spare", AccessScopes.All, ExpiresAt: null, user));
        using var client = server.ClientOf(await server.AddTokenAsync(user));
        var names = new[] { "steady.wav", "häufig.wav", "gone.wav" };
        var ids = new List<string>();
        foreach (var name in names)
        {
            ids.Add(await client.UploadedAsync(Uri.EscapeDataString(name), Requests.Wav, "&wait=60"));
        }

        var generator = new RequestGenerator(document, new Random(Seed), names, [.. ids], [spare.Id.ToString()], [Requests.Wav, Requests.Wav[..60], "no audio"u8.ToArray(), []]);
        var plan = document.Operations.SelectMany(operation => Enumerable.Range(0, CountFor(operation)).Select(_ => generator.Next(operation))).ToList();
        var (faults, answers) = (new ConcurrentBag<string>(), new ConcurrentBag<(Asked Asked, int Status)>());

        await Parallel.ForEachAsync(plan.Where(asked => asked.Operation.Method != HttpMethod.Delete), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (asked, _) => await AskAsync(asked));
        foreach (var asked in plan.Where(asked => asked.Operation.Method == HttpMethod.Delete))
        {
            await AskAsync(asked);
        }

        faults.Should().BeEmpty();
        answers.Count.Should().BeGreaterThanOrEqualTo(5_000);
        var unseen = document.Operations.Select(operation => operation.Id).Except(answers.Where(answer => answer.Status < 300).Select(answer => answer.Asked.Operation.Id));
        unseen.Should().BeEmpty("every operation can succeed");
        foreach (var kind in answers.GroupBy(answer => answer.Asked.Kind).OrderBy(kind => kind.Key))
        {
            output.WriteLine($"{kind.Key}: {kind.Count()} requests, answered {string.Join(", ", kind.GroupBy(answer => answer.Status).OrderBy(status => status.Key).Select(status => $"{status.Count()} × {status.Key}"))}");
        }

        output.WriteLine($"{document.Operations.Count} operations, {answers.Count} requests, {faults.Count} departures from the document");

        async Task AskAsync(Asked asked)
        {
            using var request = asked.Make();
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answers.Add((asked, (int)answer.StatusCode));
            if ((int)answer.StatusCode >= 500)
            {
                faults.Add($"{asked.What}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
            else if (asked.Kind == Kind.Invalid && (int)answer.StatusCode is < 400)
            {
                faults.Add($"{asked.What}: taken with {(int)answer.StatusCode}");
            }
            else if (await asked.Operation.FaultsAsync(answer) is { Length: > 0 } fault)
            {
                faults.Add($"{asked.What}: {fault}");
            }
        }
    }

    private static int CountFor(Operation operation) => Costly.Contains(operation.Id) ? 30 : operation.HasParameter("format") && operation.HasParameter("disposition") ? PerOperation / 3 : PerOperation;
}
