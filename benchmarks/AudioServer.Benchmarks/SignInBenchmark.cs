using System.Diagnostics;
using System.Net.Http.Json;
using AudioServer.Application.Access;
using AudioServer.TestKit;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.Benchmarks;

/// <summary>Whether the time of a sign-in that fails tells if there is such a user: known and unknown names taking turns, the clock moved on so that nobody is locked.</summary>
internal static class SignInBenchmark
{
    private const int WarmUps = 20;

    public static async Task RunAsync(int tries, Results results)
    {
        var clock = new FixedClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = await AudioServerApp.StartAsync(clock, settings: ["--Auth:Mode", "Required"]);
        await using (var scope = server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new AddUserCommand("alice", "a long enough phrase"));
        }

        var (known, unknown) = (new List<double>(), new List<double>());
        for (var number = 0; number < WarmUps + tries; number++)
        {
            clock.Now += TimeSpan.FromHours(2);
            var (first, second) = (await TimeAsync(server, "alice"), await TimeAsync(server, "nobody"));
            if (number >= WarmUps)
            {
                known.Add(first);
                unknown.Add(second);
            }
        }

        results.Begin("sign-in", "wrong passwords each", "known name ms", "unknown name ms", "apart ms").Add(tries, known.Median(), unknown.Median(), Math.Abs(known.Median() - unknown.Median()));
    }

    private static async Task<double> TimeAsync(AudioServerApp server, string username)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await server.Client.PostAsJsonAsync(new Uri("/api/v1/session", UriKind.Relative), new { username, password = "wrong and wrong" });
        return answer.StatusCode == System.Net.HttpStatusCode.Unauthorized ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : throw new InvalidOperationException($"{answer.StatusCode}");
    }
}
