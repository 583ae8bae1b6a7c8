using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AudioServer.TestKit;
using Microsoft.Data.Sqlite;

namespace AudioServer.FunctionalTests.Service;

/// <summary>One server that has had something to do of each kind. Requests are counted by server, all else by process, in which other tests run too.</summary>
public sealed partial class MetricsTests(MetricsTests.BusyServer server) : IClassFixture<MetricsTests.BusyServer>
{
    private static readonly string Handbook = File.ReadAllText(Path.Combine(Fixtures.Root, "docs", "operations.md"));

    [Fact]
    public async Task Prometheus_own_parser_takes_them_and_finds_no_fault() => await Promtool.CheckAsync(["metrics"], await server.ScrapeAsync());

    [Fact]
    public async Task Each_is_told_of_in_the_handbook_and_the_handbook_tells_of_no_other()
    {
        var shown = Families(await server.ScrapeAsync());

        TableRow().Matches(Handbook).Select(row => row.Groups[1].Value).Should().BeEquivalentTo(shown);
    }

    [Fact]
    public async Task The_alerts_of_the_handbook_can_be_loaded_and_look_at_metrics_that_are_there()
    {
        using var folder = new TemporaryFolder();
        var rules = Rules().Match(Handbook).Groups[1].Value;
        await File.WriteAllTextAsync(folder.File("alerts.yml"), rules);

        await Promtool.CheckAsync(["rules", folder.File("alerts.yml")]);

        var families = Families(await server.ScrapeAsync());
        var used = MetricName().Matches(rules).Select(match => Regex.Replace(match.Value, "_(bucket|sum|count)$", "")).Distinct().ToList();
        used.Should().HaveCountGreaterThan(5).And.BeSubsetOf(families);
    }

    [Fact]
    public async Task Requests_are_counted_by_the_template_of_their_route_and_nothing_that_a_client_sent_is_a_label()
    {
        foreach (var path in new[] { $"/{BusyServer.Marker}", $"/list?{BusyServer.Marker}=1", $"/info?name={BusyServer.Marker}", $"/api/v1/audio/{Guid.NewGuid()}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Headers = { { "User-Agent", BusyServer.Marker }, { "Host", "localhost" } } };
            using var answer = await server.App.Client.SendAsync(request);
            answer.IsSuccessStatusCode.Should().BeFalse();
        }

        using var strange = await server.App.SendAsync(new HttpMethod(BusyServer.Marker.ToUpperInvariant()), "/list");
        using var elsewhere = await server.App.SendAsync(HttpMethod.Get, "/list", null, ("Host", $"{BusyServer.Marker}.example"));

        var metrics = await server.ScrapeAsync();
        metrics.Should().NotContainEquivalentOf(BusyServer.Marker);
        Count(metrics, "GET", "400", "/list").Should().Be(1);
        Count(metrics, "GET", "404", "/info").Should().Be(1);
        Count(metrics, "GET", "404", "/api/v1/audio/{id:guid}").Should().Be(1);
        Count(metrics, "GET", "404", "none").Should().Be(1, "a path that no route has");
        metrics.Should().Contain("http_request_method=\"_OTHER\"");
    }

    [Fact]
    public async Task What_was_done_is_counted()
    {
        var metrics = await server.ScrapeAsync();

        Count(metrics, "POST", "201", "/post").Should().BeGreaterThanOrEqualTo(1);
        Count(metrics, "POST", "422", "/post").Should().Be(1);
        Count(metrics, "POST", "415", "/post").Should().Be(1);
        foreach (var sample in new[]
        {
            "audioserver_uploads_total{outcome=\"stored\"}", "audioserver_uploads_total{outcome=\"not_audio\"}", "audioserver_uploads_stored_bytes_total", "audioserver_verification_verdicts_total{state=\"ok\"}",
            "audioserver_verification_verdicts_total{state=\"broken\"}", "audioserver_verification_duration_seconds_count", "audioserver_verification_audio_seconds_total", "audioserver_decoder_runs_total{tool=\"ffmpeg\"}",
            "audioserver_network_received_bytes_total", "audioserver_network_sent_bytes_total", "dotnet_process_memory_working_set_bytes", "http_server_active_requests",
        })
        {
            Value(metrics, sample).Should().BePositive(sample);
        }

        foreach (var sample in new[] { "audioserver_verification_queue_files{state=\"pending\"}", "audioserver_verification_queue_files{state=\"running\"}", "audioserver_verification_queue_age_seconds" })
        {
            Value(metrics, sample).Should().Be(0, sample);
        }

        // There from the start, so that the first failure is seen.
        foreach (var sample in new[] { "audioserver_storage_fsync_failures_total", "audioserver_storage_errors_total{kind=\"full\"}", "audioserver_decoder_deaths_total{cause=\"signal\",tool=\"tag-host\"}" })
        {
            Value(metrics, sample).Should().BeGreaterThanOrEqualTo(0, sample);
        }
    }

    [Fact]
    public async Task Bytes_are_counted_as_they_go_by()
    {
        var before = await server.ScrapeAsync();
        var body = new Wav(300_000, 7);

        using var check = await server.App.Client.PostAsync(new Uri("/post?name=bytes.wav&wait=60", UriKind.Relative), body.ToContent());
        (await server.App.Client.GetByteArrayAsync(new Uri("/download?name=bytes.wav", UriKind.Relative))).Should().HaveCount(300_000);

        var after = await server.ScrapeAsync();
        foreach (var sample in new[] { "audioserver_network_received_bytes_total", "audioserver_network_sent_bytes_total" })
        {
            (Value(after, sample) - Value(before, sample)).Should().BeGreaterThan(300_000, sample);
        }
    }

    [SqliteFact("the test spoils the database's file")]
    public async Task What_waits_is_told_and_a_database_that_is_away_takes_no_other_metric_with_it()
    {
        await using var waiting = await AudioServerApp.StartAsync();
        await waiting.UploadAsync(Fixtures.MyFile);

        var well = await waiting.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        await SpoilAsync(Path.Combine(waiting.DataDirectory, "audioserver.db"));
        using var answer = await waiting.SendAsync(HttpMethod.Get, "/metrics");

        Value(well, "audioserver_verification_queue_files{state=\"pending\"}").Should().Be(1);
        Value(well, "audioserver_verification_queue_age_seconds").Should().BePositive();
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var ill = await answer.Content.ReadAsStringAsync();
        Families(ill).Should().BeEquivalentTo(Families(well));
        ill.Should().NotContain("\naudioserver_verification_queue_files").And.NotContain("\naudioserver_verification_queue_age_seconds ");
        Value(ill, "audioserver_database_errors_total").Should().BePositive();
        await Promtool.CheckAsync(["metrics"], ill);
    }

    private static async Task SpoilAsync(string database)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA legacy_alter_table=ON; ALTER TABLE AudioFiles RENAME TO Away";
        await command.ExecuteNonQueryAsync();
    }

    private static List<string> Families(string metrics) => [.. Type().Matches(metrics).Select(match => match.Groups[1].Value)];

    private static double Count(string metrics, string method, string status, string route) =>
        Value(metrics, $"http_server_request_duration_seconds_count{{http_request_method=\"{method}\",http_response_status_code=\"{status}\",http_route=\"{route}\"}}");

    private static double Value(string metrics, string sample)
    {
        var line = metrics.Split('\n').Should().ContainSingle(line => line.StartsWith(sample + " ", StringComparison.Ordinal), "{0}", metrics).Subject;
        return double.Parse(line[(sample.Length + 1)..], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\| `([a-z_]+)(?:\{[a-z_, ]+\})?` \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^# TYPE (\S+) ", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex("```yaml\n(groups:.*?)```", RegexOptions.Singleline)]
    private static partial Regex Rules();

    [GeneratedRegex(@"\b(?:audioserver|http_server|dotnet|kestrel)_\w+")]
    private static partial Regex MetricName();

    public sealed class BusyServer() : SharedServer(null, "--Verification:Concurrency", "1"), IAsyncLifetime
    {
        /// <summary>In everything that a test's client chooses.</summary>
        public const string Marker = "marker";

        public Task<string> ScrapeAsync() => App.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        async Task IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            await App.PostAsync($"?name={Marker}.wav&label={Marker}:{Marker}&wait=60", Requests.Wav).CreatedAsync();
            await App.PostAsync("?wait=60", VerifyingServer.Cut("flac-s16.flac", 50)).RefusedAsync(HttpStatusCode.UnprocessableEntity, "audio_broken");
            await App.PostAsync($"?name={Marker}.txt", Requests.Text).RefusedAsync(HttpStatusCode.UnsupportedMediaType, "not_audio");
        }
    }
}
