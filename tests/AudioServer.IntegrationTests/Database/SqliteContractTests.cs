namespace AudioServer.IntegrationTests.Database;

public sealed class SqliteAudioDbContractTests : AudioDbContract
{
    protected override Task<string[]> SettingsAsync() => Task.FromResult<string[]>(["--Database:Provider", "Sqlite"]);
}

public sealed class SqliteManyWritersContractTests : ManyWritersContract
{
    protected override Task<string[]> SettingsAsync() => Task.FromResult<string[]>(["--Database:Provider", "Sqlite"]);
}
