using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

public sealed class VerifyVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_server_it_works_the_queue_off_by_itself()
    {
        await using (var server = await ServerProcess.StartAsync(Data, "--Verification:Concurrency", "0"))
        {
            await UploadAsync(server, "whole.wav", Requests.Wav);
            await UploadAsync(server, "cut.mp3", VerifyingServer.Cut("mp3-cbr.mp3", 50));
            (await server.StopAsync()).Should().Be(0);
        }

        var (exit, answer, errors) = await VerifyAsync();

        exit.Should().Be(3, "one is broken");
        answer.GetProperty("queued").GetInt32().Should().Be(0);
        answer.GetProperty("files").GetProperty("ok").GetInt32().Should().Be(1);
        answer.GetProperty("files").GetProperty("broken").GetInt32().Should().Be(1);
        errors.Should().NotContain("[#", "there is no terminal to draw a bar on");
    }

    [LocalFact("the test takes the files of the blobs away")]
    public async Task A_file_whose_bytes_are_missing_is_given_up()
    {
        await using (var server = await ServerProcess.StartAsync(Data, "--Verification:Concurrency", "0"))
        {
            await UploadAsync(server, "gone.wav", Requests.Wav);
            (await server.StopAsync()).Should().Be(0);
        }

        File.Delete(TestStorage.BlobsIn(Data).Single());
        var (exit, answer, errors) = await VerifyAsync("--Verification:RetryDelay", "00:00:00.01");

        exit.Should().Be(3, errors);
        answer.GetProperty("files").GetProperty("broken").GetInt32().Should().Be(1);
        errors.Should().Contain("are missing from the blob store");
    }

    [Fact]
    public async Task Beside_a_running_server_that_verifies_what_is_asked_for_again()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        await UploadAsync(server, "whole.wav", Requests.Wav);
        await UploadAsync(server, "cut.mp3", VerifyingServer.Cut("mp3-cbr.mp3", 50));
        (await VerifyAsync()).Exit.Should().Be(3);
        using var events = await EventClient.OpenAsync(server.Client);

        var (_, some, _) = await VerifyAsync("--state", "broken,suspect");
        var (exit, all, _) = await VerifyAsync("--all");

        some.GetProperty("queued").GetInt32().Should().Be(1);
        all.GetProperty("queued").GetInt32().Should().Be(2);
        exit.Should().Be(3);
        (await events.NextAsync("audio.verified")).Data.Text("name").Should().Be("cut.mp3");
    }

    [Theory]
    [InlineData("--state")]
    [InlineData("--state", "pending")]
    [InlineData("--state", "fine")]
    [InlineData("--everything")]
    public async Task A_slip_is_refused_saying_what_there_is(params string[] options)
    {
        var run = await ServerProcess.RunAsync(["verify", "--DataDirectory", Data, .. options]);

        run.ExitCode.Should().Be(2);
        run.Errors.Should().Contain(options[0]);
        Directory.Exists(Data).Should().BeFalse();
    }

    private static async Task UploadAsync(ServerProcess server, string name, byte[] content)
    {
        using var answer = await server.Client.PostAsync(new Uri($"/post?name={name}", UriKind.Relative), new ByteArrayContent(content));
        await answer.JsonAsync(System.Net.HttpStatusCode.Created);
    }

    private async Task<(int Exit, JsonElement Answer, string Errors)> VerifyAsync(params string[] options)
    {
        var run = await ServerProcess.RunAsync(["verify", "--DataDirectory", Data, .. options]);
        return (run.ExitCode, JsonDocument.Parse(run.Output).RootElement, run.Errors);
    }
}
