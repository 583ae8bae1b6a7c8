using Amazon.S3.Model;
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

            await RefusedAsync<VerbRefusedException>(Near, limited, "*must be owner of table*");
        }
        finally
        {
            await Postgres.RunAsync(Database, $"DROP OWNED BY {role}; DROP ROLE {role}");
        }

        (await Store.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket })).S3Objects.Should().BeNullOrEmpty();
    }

    [Fact]
    public async Task A_store_that_is_away_ends_it_and_it_can_be_gone_on_with()
    {
        await FillAsync(1);
        await using var proxy = new FaultyProxy(Store.Address);
        proxy.GoDownAfter(0);
        var through = SettingsFile("through.json", [.. Far, .. Store.OptionsFor(Bucket, proxy.Address)]);

        await RefusedAsync<VerbRefusedException>(Near, through, "The move is not finished: The server's storage does not work just now.*run this again*");

        proxy.Recover();
        (await MigrateAsync(through)).CopiedBlobs.Should().Be(1);
    }

    [Theory]
    [InlineData("""{ "Databse": { "Provider": "Postgres" } }""", "*there is no setting Databse:Provider. The keys are*")]
    [InlineData("""{ "DataDirectory": "data", "Database": { "Provider": "Oracle" } }""", "*Database:Provider*")]
    [InlineData("""{ "DataDirectory": "data", "Storage": { "Provider": "S3" } }""", "*Storage:S3:Bucket*")]
    [InlineData("""{ "Storage": { "Provider": "Local" } }""", "*far.json: DataDirectory is missing.")]
    [InlineData("{ ", "*far.json: *")]
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
