using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests;

/// <summary>A server that verifies what it is sent.</summary>
public sealed class VerifyingServer() : SharedServer(null, "--Verification:Concurrency", "1")
{
    /// <summary>The fixture's first so many per cent.</summary>
    public static byte[] Cut(string fixture, int percent)
    {
        var whole = File.ReadAllBytes(Fixtures.Audio(fixture));
        return whole[..(whole.Length * percent / 100)];
    }

    /// <summary>Uploads and waits for the verdict, which may not be <c>broken</c>.</summary>
    public Task<JsonElement> VerifiedAsync(string name, byte[] content) => App.PostAsync($"?name={name}&wait=60", content).CreatedAsync();
}
