using System.Net;
using AudioServer.Application.Ports;
using AudioServer.TestKit;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace AudioServer.FunctionalTests.Service;

public sealed class HealthTests
{
    [Fact]
    public async Task A_server_that_works_is_live_and_ready_and_says_in_which_cage_it_decodes()
    {
        await using var server = await AudioServerApp.StartAsync();

        var live = await server.GetJsonAsync("/health/live");
        var ready = await server.GetJsonAsync("/health/ready");

        live.Text("status").Should().Be("live");
        ready.Text("status").Should().Be("ready");
        ready.GetProperty("parts").EnumerateObject().Select(part => part.Name).Should().BeEquivalentTo("database", "storage", "decoder", "worker");
        ready.GetProperty("parts").Text("decoder").Should().StartWith("ok (");
    }

    [Fact]
    public async Task A_part_that_fails_makes_it_unready_by_name_and_leaves_it_live()
    {
        var broken = Substitute.For<IReadinessCheck>();
        broken.Part.Returns("moon");
        broken.FindFaultAsync(default).ReturnsForAnyArgs("It is not there.");
        await using var server = await AudioServerApp.StartAsync(configure: services => services.AddSingleton(broken));

        using var live = await server.Client.GetAsync(new Uri("/health/live", UriKind.Relative));
        using var ready = await server.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));

        live.StatusCode.Should().Be(HttpStatusCode.OK);
        var answer = await ready.JsonAsync(HttpStatusCode.ServiceUnavailable);
        answer.Text("status").Should().Be("unready");
        answer.GetProperty("parts").Text("moon").Should().Be("It is not there.");
    }

    [Fact]
    public async Task Storage_that_cannot_be_written_makes_it_unready_until_it_can()
    {
        var clock = new FixedClock(DateTimeOffset.UnixEpoch);
        await using var server = await AudioServerApp.StartAsync(clock);
        var temporary = Path.Combine(server.DataDirectory, "tmp");
        Directory.Move(temporary, temporary + ".away");

        using var away = await server.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Directory.Move(temporary + ".away", temporary);
        using var within = await server.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        clock.Now += TimeSpan.FromSeconds(1);
        using var back = await server.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));

        within.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable, "it is looked at once a second");
        (await away.JsonAsync(HttpStatusCode.ServiceUnavailable)).GetProperty("parts").Text("storage").Should().NotBe("ok");
        back.StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
