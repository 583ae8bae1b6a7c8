using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Database;

[Trait("Needs", "postgres")]
public sealed class PostgresAudioDbContractTests : AudioDbContract
{
    protected override Task<string[]> SettingsAsync() => TestDatabase.PostgresAsync();
}

[Trait("Needs", "postgres")]
public sealed class PostgresManyWritersContractTests : ManyWritersContract
{
    protected override Task<string[]> SettingsAsync() => TestDatabase.PostgresAsync();
}
