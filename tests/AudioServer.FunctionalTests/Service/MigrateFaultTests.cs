using AudioServer.Api.Hosting;
using AudioServer.Infrastructure;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>What keeps a move from being begun or finished is told in words that say where it is.</summary>
[Trait("Needs", "postgres")]
[Trait("Needs", "radosgw")]
public sealed class MigrateFaultTests : MigrationTest
{
    [Fact]
    public async Task Rights_that_the_target_lacks_are_found_out_before_anything_is_copied()
    {
        await FillAsync(1);
        var role = $"role_of_{Database}";
        await Postgres.RunAsync(Database, $"CREATE ROLE {role} LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}");
        try
        {
            var limited = SettingsFile("limited.json", [.. Far, "--Database:ConnectionString", $"{Postgres.ConnectionString(Database).Replace("Username=test", $"Username={role}", StringComparison.Ordinal)};Pooling=false"]);

            await RefusedAsync<VerbRefusedException>(Near, limited, "The move is not finished. Target: *must be owner of table*");
        }
        finally
        {
            await Postgres.RunAsync(Database, $"DROP OWNED BY {role}; DROP ROLE {role}");
        }

        (await Store.BlobsAsync(Bucket)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_store_that_is_away_ends_it_and_it_can_be_gone_on_with()
    {
        await FillAsync(1);
        await using var proxy = new FaultyProxy(Store.Address);
        proxy.GoDownAfter(0);
        var through = SettingsFile("through.json", [.. Far, .. Store.OptionsFor(Bucket, proxy.Address)]);

        await RefusedAsync<VerbRefusedException>(Near, through, "The move is not finished. Target: The server's storage does not work just now. *run this again*");

        proxy.Recover();
        (await MigrateAsync(through)).CopiedBlobs.Should().Be(1);
    }

    [Fact]
    public async Task A_source_that_is_away_is_told_apart_from_a_target()
    {
        string[] half = [.. Near, .. Store.OptionsFor(Bucket)];
        await using (var server = await StartAsync(half, "Open"))
        {
            await server.PostAsync("?name=take.wav", Requests.Wav).CreatedAsync();
        }

        await using var proxy = new FaultyProxy(Store.Address);
        proxy.GoDownAfter(0);

        await RefusedAsync<VerbRefusedException>([.. half, .. Store.OptionsFor(Bucket, proxy.Address)], SettingsFile("beside.json", ["--DataDirectory", Folder.File("beside")]), "The move is not finished. Source: The server's storage does not work just now. *");
    }

    [Fact]
    public async Task A_store_that_gives_no_reason_is_told_by_its_code()
    {
        await FillAsync(1);
        var wrong = SettingsFile("wrong.json", [.. Far, "--Storage:S3:SecretKey", "wrong"]);

        await RefusedAsync<VerbRefusedException>(Near, wrong, "The move is not finished. Target: The server's storage does not work just now. SignatureDoesNotMatch, HTTP 403. Mend that*");
    }

    [Theory]
    [InlineData("near", "near")]
    [InlineData("near", "near/cache/other")]
    [InlineData("near/cache/other", "near")]
    public async Task Data_directories_that_are_one_or_lie_in_one_another_are_refused(string source, string target) =>
        await RefusedAsync<DataUnusableException>(["--DataDirectory", Folder.File(source)], SettingsFile("within.json", ["--DataDirectory", Folder.File(target)]), "DataDirectory: source and target have the same, or one has it in the other's: *");

    [Fact]
    public async Task Settings_may_be_in_a_hidden_file()
    {
        await using var server = ServerHost.CreateFrom(SettingsFile(".target.json", ["--DataDirectory", Folder.File("far")]));

        server.Configuration["DataDirectory"].Should().Be(Folder.File("far"));
    }

    [Theory]
    [InlineData("""{ "Databse": { "Provider": "Postgres" } }""", "*far.json: there is no setting Databse:Provider. The keys are*")]
    [InlineData("""{ "DataDirectory": "data", "Database": { "Provider": "Oracle" } }""", "*far.json: *Database:Provider*")]
    [InlineData("""{ "DataDirectory": "data", "Storage": { "Provider": "S3" } }""", "*far.json: *Storage:S3:Bucket*")]
    [InlineData("""{ "Storage": { "Provider": "Local" } }""", "*far.json: DataDirectory is missing.")]
    [InlineData("""{ "DataDirectory": "data", "Storage": { "Provider": "S3", "S3": { "Bucket": "audio", "ServiceUrl": "https://user:sec/r@et@store:99999" } } }""", "*far.json: *'https://…@store:99999'*Storage:S3:ServiceUrl*")]
    [InlineData("{\n\"DataDirectory\": data\n}", "*far.json: line 2: 'd' is an invalid start of a value.")]
    [InlineData("[]", "*far.json: Top-level JSON element must be an object. Instead, 'Array' was found.")]
    [InlineData(null, "*far.json: there is no such file.")]
    public void A_file_of_settings_that_nothing_runs_with_is_refused(string? json, string message)
    {
        File.Delete(FarFile);
        if (json is not null)
        {
            File.WriteAllText(FarFile, json);
        }

        FluentActions.Invoking(() => ServerHost.CreateFrom(FarFile)).Should().Throw<InvalidConfigurationException>().WithMessage(message);
    }
}
