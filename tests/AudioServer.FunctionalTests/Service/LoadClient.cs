using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>
/// A client with names of its own, who does one thing after the other until the server is gone, and knows at any time what the server may hold:
/// after an answer one thing, after a request that was cut the old or the new.
/// </summary>
internal sealed class LoadClient(int number)
{
    /// <summary>By name, the digests that may be found; null among them for none.</summary>
    private readonly Dictionary<string, string?[]> _possible = [];
    private readonly Random _random = new(number);
    private int _made;

    /// <summary>Acknowledged uploads.</summary>
    public int Uploads { get; private set; }

    /// <summary>Changes whose answer never came.</summary>
    public int Interrupted { get; private set; }

    /// <summary>What is there; to be asked after <see cref="Settle"/>.</summary>
    public IEnumerable<(string Name, string Digest)> Files => _possible.Select(file => (file.Key, file.Value.Single()!));

    /// <summary>Goes on until the server no longer answers.</summary>
    public async Task RunAsync(Uri server, SemaphoreSlim acknowledged)
    {
        using var client = new HttpClient { BaseAddress = server };
        try
        {
            while (true)
            {
                await StepAsync(client);
                acknowledged.Release();
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or SocketException)
        {
            // The kill.
        }
    }

    /// <summary>Compares what was kept with what may be, and takes it as known from now on. Removes what it recognised from <paramref name="kept"/>.</summary>
    public void Settle(Dictionary<string, string> kept)
    {
        foreach (var (name, possible) in _possible.ToList())
        {
            kept.Remove(name, out var digest);
            possible.Should().Contain(digest, "{0} is as it was acknowledged", name);
            Interrupted += possible.Length - 1;
            if (digest is null)
            {
                _possible.Remove(name);
            }
            else
            {
                _possible[name] = [digest];
            }
        }
    }

    private Task StepAsync(HttpClient client) => _random.Next(10) switch
    {
        _ when _possible.Count == 0 => UploadAsync(client, NewName(), multipart: false),
        0 or 1 or 2 => UploadAsync(client, NewName(), multipart: false),
        3 or 4 => UploadAsync(client, NewName(), multipart: true),
        5 or 6 => UploadAsync(client, AnyName(), multipart: _random.Next(2) == 0),
        7 => DeleteAsync(client, AnyName()),
        8 => ListAsync(client),
        _ => DownloadAsync(client, AnyName()),
    };

    private string NewName() => $"client{number}-{_made}.wav";

    private string AnyName() => _possible.Keys.ElementAt(_random.Next(_possible.Count));

    private async Task UploadAsync(HttpClient client, string name, bool multipart)
    {
        var bytes = new Wav(2 * _random.Next(100, 60_000), seed: (number << 20) + _made++).ToArray();
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        using var file = new ByteArrayContent(bytes);
        using var form = new MultipartFormDataContent { { file, "file", name } };
        Announce(name, digest);
        using var answer = await client.PostAsync(new Uri($"/post?onconflict=replace&name={name}", UriKind.Relative), multipart ? form : file);
        (await answer.JsonAsync(HttpStatusCode.Created)).Text("sha256").Should().Be(digest);
        _possible[name] = [digest];
        Uploads++;
    }

    private async Task DeleteAsync(HttpClient client, string name)
    {
        Announce(name, null);
        using var answer = await client.DeleteAsync(new Uri($"/delete?name={name}", UriKind.Relative));
        answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
        _possible.Remove(name);
    }

    private async Task ListAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri($"/list?limit=1000&name=client{number}-*&fields=name,sha256", UriKind.Relative));
        var files = (await answer.JsonAsync()).GetProperty("items").EnumerateArray().Select(file => (file.Text("name")!, file.Text("sha256")!));
        files.Should().BeEquivalentTo(Files);
    }

    private async Task DownloadAsync(HttpClient client, string name)
    {
        var bytes = await client.GetByteArrayAsync(new Uri($"/download?name={name}", UriKind.Relative));
        Convert.ToHexStringLower(SHA256.HashData(bytes)).Should().Be(_possible[name].Single());
    }

    private void Announce(string name, string? next) => _possible[name] = [_possible.GetValueOrDefault(name)?.Single(), next];
}
