using System.Net;
using System.Net.Sockets;
using AudioServer.Api.Hosting;
using AudioServer.Infrastructure;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--Urls nonsense", "Urls: \"nonsense\" is no address")]
    [InlineData("--Urls https://127.0.0.1:0", "Urls: Unable to configure HTTPS endpoint. No server certificate was specified")]
    [InlineData("--Limits:MaxUploadBytes=0", "Limits:MaxUploadBytes is a number of bytes, 1 or more")]
    [InlineData("--Serilog:MinimumLevel:Default=Loud", "Serilog: The value Loud is not a valid Serilog level")]
    [InlineData("--Ursl http://127.0.0.1:0", "There is no option --Ursl.")]
    [InlineData("--Limits:MaxUplodBytes=1", "There is no option --Limits:MaxUplodBytes.")]
    [InlineData("-Urls=http://127.0.0.1:0", "There is no option -Urls.")]
    [InlineData("--Urls http://127.0.0.1:0 stray", "There is no verb stray;")]
    [InlineData("--Urls", "--Urls needs a value.")]
    [InlineData("sevre", "There is no verb sevre")]
    [InlineData("backup", "Required argument missing for command: 'backup'.")]
    [InlineData("backup one two", "backup has no use for two.")]
    [InlineData("reconcile --dryrun", "There is no option --dryrun.")]
    [InlineData("reconcile now", "reconcile has no use for now.")]
    public async Task What_it_cannot_run_with_stops_the_start_in_one_line_that_names_the_key(string arguments, string complaint)
    {
        var environment = new Dictionary<string, string> { ["AUDIOSERVER_Urls"] = "http://127.0.0.1:0", ["AUDIOSERVER_DataDirectory"] = Data };

        var run = await ServerProcess.RunAsync(arguments.Split(' '), environment);

        ShouldBeRefused(run, complaint);
    }

    [Theory]
    [InlineData("--Urls http://0.0.0.0:1", "Urls: http://0.0.0.0:1 is open to the network")]
    [InlineData("--Urls http://127.0.0.1:1;http://*:80", "Urls: http://*:80 is open to the network")]
    [InlineData("--Urls http://localhost:99999", "Urls: http://localhost:99999 has a port above 65535")]
    [InlineData("--Urls ftp://localhost:2121", "Urls: Unrecognized scheme in server address 'ftp://localhost:2121'")]
    [InlineData("--Urls https://127.0.0.1:0 --Kestrel:Certificates:Default:Path missing.pfx", "Urls or Kestrel: Could not find file")]
    [InlineData("--Kestrel:Limits:MaxConcurentConnections=1", "MaxConcurentConnections")]
    [InlineData("--Kestrel:Limits:MaxConcurrentConnections=0", "Kestrel:Limits: Value must be null or a positive number.")]
    [InlineData("--Urls https://127.0.0.1:0 --Kestrel:Certificates:Default:Path /etc/passwd", "Urls or Kestrel: ")]
    [InlineData("--Auth:Mode=Maybe", "Auth:Mode is \"Maybe\"")]
    [InlineData("--Auth:Registration=Maybe", "'Auth:Registration'")]
    [InlineData("--Auth:Registration=7", "Auth:Registration is Closed or Open")]
    [InlineData("--Cors:Origins=example.org", "Cors:Origins: \"example.org\" is no origin")]
    [InlineData("--Proxies:Trusted=proxy", "Proxies:Trusted: \"proxy\" is no address")]
    [InlineData("--Limits:QuotaBytes=-1", "Limits:QuotaBytes is one, 0 or more")]
    [InlineData("--Limits:RequestsPerMinute=0", "Limits:RequestsPerMinute is a number, 1 or more")]
    [InlineData("--Auth:AllowOpenNetwork=maybe", "Auth:AllowOpenNetwork is true or false")]
    [InlineData("--Limits:MaxUploadBytes=-1", "Limits:MaxUploadBytes is a number of bytes, 1 or more")]
    [InlineData("--Limits:MaxUploadBytes=x", "'Limits:MaxUploadBytes'")]
    [InlineData("--Limits:QuotaBytes=-1 --Derived:Concurrency=0", "Derived:Concurrency is a number, 1 or more")]
    [InlineData("--Role=Judge", "'Role'")]
    [InlineData("--Role=7", "Role is All, Api or Worker")]
    [InlineData("--Role=Worker", "Role is All with Database:Provider=Sqlite")]
    [InlineData("--Role=Worker --Database:Provider=Postgres --Database:ConnectionString=Host=db --Verification:Concurrency=0", "Verification:Concurrency is 1 or more with Role=Worker")]
    [InlineData("--Database:Provider=MySql", "'Database:Provider'")]
    [InlineData("--Database:Provider=Postgres", "Database:ConnectionString is needed with Database:Provider=Postgres")]
    [InlineData("--Database:Provider=Postgres --Database:ConnectionString=Hots=db", "Database:ConnectionString is needed with Database:Provider=Postgres")]
    [InlineData("--Storage:Provider=Tape", "'Storage:Provider'")]
    [InlineData("--Storage:Provider=7", "Storage:Provider is Local or S3")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:Bucket=audio", "Storage:S3:ServiceUrl or Storage:S3:Region is needed")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:Region=eu-central-1", "Storage:S3:Bucket is the name of a bucket")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:Bucket=a/b", "Storage:S3:Bucket is the name of a bucket")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:ServiceUrl=s3.example.org", "Storage:S3:ServiceUrl is an address without credentials")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:ServiceUrl=https://key:secret@s3.example.org", "Storage:S3:ServiceUrl is an address without credentials")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:ServiceUrl=https://s3.example.org/?bucket=audio", "Storage:S3:ServiceUrl is an address without credentials, query and fragment")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:Prefix=../up", "Storage:S3:Prefix is names")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:AccessKey=key", "Storage:S3:AccessKey and Storage:S3:SecretKey are given both or neither")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:Delivery=Pigeon", "'Storage:S3:Delivery'")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:Delivery=7", "Storage:S3:Delivery is Proxy or Redirect")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:Delivery=Redirect --Storage:S3:CdnBaseUrl=cdn.example.org", "Storage:S3:CdnBaseUrl is an address")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:Delivery=Redirect --Storage:S3:CdnBaseUrl=https://me:secret@cdn.example.org", "Storage:S3:CdnBaseUrl is an address")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:Delivery=Redirect --Storage:S3:CdnBaseUrl=https://cdn.example.org/?key=1", "Storage:S3:CdnBaseUrl is an address")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:CdnBaseUrl=https://cdn.example.org", "Storage:S3:CdnBaseUrl is for Storage:S3:Delivery=Redirect")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:AddressLifetime=00:00:00", "Storage:S3:AddressLifetime is a time from 00:00:01 to 7.00:00:00")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:AddressLifetime=8.00:00:00", "Storage:S3:AddressLifetime is a time from 00:00:01 to 7.00:00:00")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:AddressLifetime=soon", "'Storage:S3:AddressLifetime'")]
    [InlineData("--Storage:Provider=S3 --Storage:S3:Checksums=7", "Storage:S3:Checksums is WhenRequired or WhenSupported")]
    [InlineData("--Storage:S3:Buckets=audio", "There is no option --Storage:S3:Buckets.")]
    [InlineData("--Derived:CacheBytes=1000", "Derived:CacheBytes is a number of bytes, 1048576 or more")]
    [InlineData("--Derived:Concurrency=0", "Derived:Concurrency is a number, 1 or more")]
    [InlineData("--Derived:Concurrency=many", "'Derived:Concurrency'")]
    [InlineData("--Stop:Grace=x", "'Stop:Grace'")]
    [InlineData("--Stop:Grace=01:00:00", "Stop:Grace is a time from 00:00:00 to 00:10:00")]
    [InlineData("--Log:Format=Xml", "Log:Format is \"Xml\"; it is Text or Json.")]
    [InlineData("--Telemetry:OtlpEndpoint=collector:4318", "Telemetry:OtlpEndpoint is an address")]
    [InlineData("--Telemetry:OtlpProtocol=Carrier", "'Telemetry:OtlpProtocol'")]
    public async Task A_setting_it_cannot_run_with_is_named_in_one_line(string arguments, string complaint)
    {
        var start = async () =>
        {
            await using var app = ServerHost.Create(["--Urls", "http://127.0.0.1:0", "--DataDirectory", Data, "--Serilog:MinimumLevel:Default", "Fatal", .. arguments.Split(' ')]);
            await app.Services.AcquireDataAsync(CancellationToken.None);
            await app.ListenAsync();
        };

        (await start.Should().ThrowAsync<InvalidConfigurationException>()).Which.Message.Should().Contain(complaint).And.NotContain("\n");
    }

    [Fact]
    public void The_handbook_has_a_row_for_each_key_and_no_other()
    {
        var refusal = FluentActions.Invoking(() => ServerHost.Create(["--Nonsense", "1"])).Should().Throw<InvalidConfigurationException>().Which.Message;
        var keys = refusal.Split("The keys are ")[1].Split(';')[0].Split(", ").Select(key => key.TrimEnd(':')).ToList();
        var rows = File.ReadLines(Path.Combine(Fixtures.Root, "docs", "configuration.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(row => row.Split('|')[1].Split('`').Where((_, at) => at % 2 == 1)).ToList();

        rows.Should().Contain(keys);
        rows.Should().OnlyContain(row => keys.Contains(row) || keys.Contains(row.Split(':')[0]) || row.StartsWith('…'));
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_start()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://{taken.LocalEndpoint}";

        ShouldBeRefused(await ServerProcess.RunAsync(["--Urls", url, "--DataDirectory", Data]), $"Urls: Failed to bind to address {url}: address already in use.");
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_stops_the_start()
    {
        File.WriteAllText(_folder.File("file"), "");
        var impossible = _folder.File("file/data");

        ShouldBeRefused(await ServerProcess.RunAsync(["--Urls", "http://127.0.0.1:0", "--DataDirectory", impossible]), $"DataDirectory: {impossible} cannot be used.");
    }

    [SqliteFact("it is about what lies at the database's path")]
    public async Task A_database_that_is_none_stops_the_start_and_stays_as_it_is()
    {
        Directory.CreateDirectory(Data);
        var database = Path.Combine(Data, "audioserver.db");
        var text = string.Concat(Enumerable.Repeat("This is somebody's diary. ", 100));
        File.WriteAllText(database, text);

        ShouldBeRefused(await ServerProcess.RunAsync(["--Urls", "http://127.0.0.1:0", "--DataDirectory", Data]), "file is not a database");
        File.ReadAllText(database).Should().Be(text);
    }

    [Fact]
    public async Task The_environment_is_read_and_what_is_reserved_for_clients_is_not()
    {
        var environment = new Dictionary<string, string>
        {
            ["AUDIOSERVER_Limits__MaxUploadBytes"] = "1000",
            ["AUDIOSERVER_URL"] = "http://0.0.0.0:1",
            ["AUDIOSERVER_TOKEN"] = "none",
            ["AUDIOSERVER_CORPUS"] = "/nowhere",
        };
        await using var server = await ServerProcess.StartAsync(Data, environment);

        (await UploadAsync(server, 1000)).Should().Be(HttpStatusCode.Created);
        (await UploadAsync(server, 1002)).Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task The_command_line_wins_over_the_environment_and_of_a_repeated_option_the_last()
    {
        var environment = new Dictionary<string, string> { ["AUDIOSERVER_Limits__MaxUploadBytes"] = "1000" };
        await using var server = await ServerProcess.StartAsync(Data, environment, "--Limits:MaxUploadBytes", "1", "--limits:maxuploadbytes=2000");

        (await UploadAsync(server, 2000)).Should().Be(HttpStatusCode.Created);
        (await UploadAsync(server, 2002)).Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task An_operator_who_says_so_gets_an_open_network()
    {
        await using var server = await ServerProcess.StartAsync(Data, "--Urls", "http://0.0.0.0:0", "--Auth:AllowOpenNetwork=true");

        server.Errors.Should().Contain("Now listening on: http://0.0.0.0:");
    }

    private static void ShouldBeRefused(Run run, string complaint)
    {
        run.ExitCode.Should().Be(2, "{0}", run.Errors);
        run.Output.Should().BeEmpty();

        // The log may have begun; the last line says what is wrong, and there is no stack.
        run.Errors.TrimEnd().Split('\n')[^1].Should().Contain(complaint);
        run.Errors.Split('\n').Should().NotContain(line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> UploadAsync(ServerProcess server, int size)
    {
        using var answer = await server.Client.PostAsync(new Uri("/post", UriKind.Relative), new Wav(size, size).ToContent());
        return answer.StatusCode;
    }
}
