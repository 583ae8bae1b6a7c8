using AudioServer.FunctionalTests.Access;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>One server for all tests, with one file: alice's.</summary>
public sealed class RedirectingServer : IAsyncLifetime
{
    /// <summary>As addresses have it.</summary>
    public const string Name = "t%C3%A4ke%20%E2%99%AA.wav";

    public S3Server Store { get; private set; } = null!;

    public string Bucket { get; private set; } = "";

    public AudioServerApp App { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public string Id { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Store = await S3Server.GetAsync();
        Bucket = await Store.MakeBucketAsync();
        App = await Accounts.StartAsync(settings: [.. SettingsOf("main"), "--Verification:Concurrency", "1"]);
        await App.AddUserAsync("alice");
        Token = await App.AddTokenAsync("alice");
        using var alice = App.ClientOf(Token);
        Id = await alice.UploadedAsync(Name, Requests.Wav, "&wait=60");
    }

    /// <summary>Of a server that has this prefix of the bucket.</summary>
    public string[] SettingsOf(string prefix) => [.. Store.OptionsFor(Bucket), "--Storage:S3:Delivery", "Redirect", "--Storage:S3:Prefix", prefix];

    public async Task DisposeAsync() => await App.DisposeAsync();
}
