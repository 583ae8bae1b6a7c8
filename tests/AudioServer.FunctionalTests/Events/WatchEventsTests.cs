using System.Net;
using AudioServer.Application.Ports;
using AudioServer.Domain;
using AudioServer.Domain.Events;
using AudioServer.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.FunctionalTests.Events;

public sealed class WatchEventsTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private readonly AudioServerApp _server = shared.App;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.ClearAsync();

    [Fact]
    public async Task What_becomes_of_a_file_is_told_with_the_file_as_answers_show_it()
    {
        using var events = await EventClient.OpenAsync(_server.Client);
        events.Headers.ContentType!.ToString().Should().Be("text/event-stream");

        var file = await _server.PostAsync("?name=take.wav&label=a:1", Requests.Wav).CreatedAsync();
        using var deleted = await _server.SendAsync(HttpMethod.Delete, "/delete?name=take.wav");

        var created = await events.NextAsync();
        created!.Type.Should().Be("audio.created");
        created.Data.GetRawText().Should().Be(file.GetRawText());
        var gone = await events.NextAsync();
        gone!.Type.Should().Be("audio.deleted");
        gone.Data.Text("id").Should().Be(file.Text("id"));
        gone.Data.GetProperty("labels").Text("a").Should().Be("1");
    }

    [Fact]
    public async Task A_replaced_file_is_told_to_be_deleted_and_the_new_one_created()
    {
        var old = await _server.PostAsync("?name=take.wav", Requests.Wav).CreatedAsync();
        using var events = await EventClient.OpenAsync(_server.Client);

        var file = await _server.PostAsync("?name=take.wav&onconflict=replace", Requests.Flac).CreatedAsync();

        ReceivedEvent?[] told = [await events.NextAsync(), await events.NextAsync()];
        told.Select(one => (one!.Type, one.Data.Text("id"))).Should().BeEquivalentTo([("audio.deleted", old.Text("id")), ("audio.created", file.Text("id"))]);
    }

    [Fact]
    public async Task A_client_that_comes_again_is_told_what_it_missed_once_and_in_order()
    {
        string? last;
        using (var events = await EventClient.OpenAsync(_server.Client))
        {
            await _server.PostAsync("?name=seen.wav", Requests.Wav).CreatedAsync();
            last = (await events.NextAsync())!.Id;
        }

        foreach (var name in (string[])["a.wav", "b.wav", "c.wav"])
        {
            await _server.PostAsync($"?name={name}", Requests.Wav).CreatedAsync();
        }

        using var again = await EventClient.OpenAsync(_server.Client, last);
        ReceivedEvent?[] missed = [await again.NextAsync(), await again.NextAsync(), await again.NextAsync()];
        missed.Select(one => one!.Data.Text("name")).Should().Equal("a.wav", "b.wav", "c.wav");
        await _server.PostAsync("?name=d.wav", Requests.Wav).CreatedAsync();
        (await again.NextAsync())!.Data.Text("name").Should().Be("d.wav");
    }

    [Fact]
    public async Task A_client_that_was_told_nothing_yet_can_come_again_all_the_same()
    {
        string? last;
        using (var events = await EventClient.OpenAsync(_server.Client))
        {
            last = events.LastId;
        }

        last.Should().NotBeNull();
        await _server.PostAsync("?name=missed.wav", Requests.Wav).CreatedAsync();

        using var again = await EventClient.OpenAsync(_server.Client, last);
        (await again.NextAsync())!.Data.Text("name").Should().Be("missed.wav");
    }

    [Theory]
    [InlineData("17")]
    [InlineData("made-up")]
    [InlineData("999999999999-1795000000000")]
    [InlineData("-1--1")]
    [InlineData("1-1000")]
    public async Task An_id_that_is_too_old_or_none_of_ours_is_answered_by_one_resync(string id)
    {
        using var events = await EventClient.OpenAsync(_server.Client, id);
        await _server.PostAsync("?name=take.wav", Requests.Wav).CreatedAsync();

        (await events.NextAsync())!.Type.Should().Be("resync");
        (await events.NextAsync())!.Type.Should().Be("audio.created");
    }

    [Fact]
    public async Task Nobody_is_told_of_another_users_files()
    {
        using var events = await EventClient.OpenAsync(_server.Client);
        await using (var scope = _server.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
            db.Events.Add(new AudioEvent(new Guid("00000000-0000-0000-0000-000000000002"), AudioEventType.Created, DateTimeOffset.UtcNow, "{}"));
            db.Events.Add(new AudioEvent(Owners.Local, AudioEventType.Created, DateTimeOffset.UtcNow, """{"name":"own"}"""));
            (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Saved);
        }

        (await events.NextAsync())!.Data.Text("name").Should().Be("own");
    }

    [Fact]
    public async Task A_refused_upload_is_no_event()
    {
        await _server.PostAsync("?name=take.wav", Requests.Wav).CreatedAsync();
        await using var scope = _server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
        var before = await db.Events.CountAsync();

        await _server.PostAsync("?name=take.wav", Requests.Flac).RefusedAsync(HttpStatusCode.Conflict, "name_taken");
        await _server.PostAsync("?name=other.wav", Requests.Text).RefusedAsync(HttpStatusCode.UnsupportedMediaType, "not_audio");

        (await db.Events.CountAsync()).Should().Be(before);
    }

    [Fact]
    public async Task Head_answers_the_headers_and_ends()
    {
        using var answer = await _server.SendAsync(HttpMethod.Head, "/api/v1/events");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
    }

    [Fact]
    public async Task A_parameter_is_refused() =>
        await _server.SendAsync(HttpMethod.Get, "/api/v1/events?since=1").RefusedAsync(HttpStatusCode.BadRequest, "invalid_parameter");
}
