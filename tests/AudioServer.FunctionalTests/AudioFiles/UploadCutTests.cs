using System.Text;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>Bodies that end before their end.</summary>
public sealed class UploadCutTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Chunked = "POST /post HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string Multipart = "POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n";

    private static readonly string[] Cut =
    [
        "POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
        $"POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Requests.Wav.Length}\r\n\r\n{Sound(9000)}",
        $"POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Requests.Wav.Length}\r\n\r\n{Sound(Requests.Wav.Length - 1)}",
        $"POST /post?name=old.wav&onconflict=replace HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Requests.Wav.Length}\r\n\r\n{Sound(Requests.Wav.Length - 1)}",
        Chunked,
        $"{Chunked}2000\r\n{Sound(0x1000)}",
        $"{Chunked}{Requests.Wav.Length:x}\r\n{Sound(Requests.Wav.Length)}",
        $"{Chunked}{Requests.Wav.Length:x}\r\n{Sound(Requests.Wav.Length)}\r\n",
        $"{Chunked}{Requests.Wav.Length:x}\r\n{Sound(Requests.Wav.Length)}\r\n0\r\n",
        $"{Multipart}Content-Length: 9000\r\n\r\n--x\r\nContent-Disposition: form-data; filename=a.wav\r\n\r\n{Sound(5000)}",
        $"{Multipart}Content-Length: 9000\r\n\r\n--x\r\nContent-Dispo",
        $"{Multipart}Transfer-Encoding: chunked\r\n\r\n1000\r\n--x\r\nContent-Disposition: form-data; filename=a.wav\r\n\r\nRIFF",
    ];

    [Fact]
    public async Task Of_bodies_that_a_lost_connection_cuts_nothing_is_kept()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        await using (var server = await AudioServerApp.StartAsync(dataDirectory: data))
        {
            await server.PostAsync("?name=old.wav", Requests.Wav).CreatedAsync();

            // Kestrel holds a client that ends its sending side within a body to be gone, and answers nothing; were there an answer, it could be this alone.
            foreach (var request in Cut)
            {
                (await RawHttp.CutAsync(server.Address, request)).Should().MatchRegex("^(HTTP/1.1 400|$)", "this was cut: {0}", request);
            }
        }

        // The server has stopped, so every request has ended; the next start would sweep what is left in tmp/.
        Directory.GetFiles(Path.Combine(data, "tmp")).Should().BeEmpty();
        await using var next = await AudioServerApp.StartAsync(dataDirectory: data);
        (await Kept.ByAsync(next)).Should().Be(new Kept(1, 1, 0));
        (await next.Client.GetByteArrayAsync(new Uri("/download?name=old.wav", UriKind.Relative))).Should().Equal(Requests.Wav);
    }

    [Theory]
    [InlineData("zz\r\nRIFF\r\n0\r\n\r\n")]
    [InlineData("-1\r\nRIFF\r\n0\r\n\r\n")]
    [InlineData("4\r\nRIFFxx0\r\n\r\n")]
    [InlineData("ffffffffffffffffff\r\nRIFF\r\n0\r\n\r\n")]
    public async Task A_malformed_chunk_is_a_malformed_request(string chunks)
    {
        var answer = await RawHttp.FirstAnswerAsync(shared.App.Address, Chunked + chunks);

        answer.Should().StartWith("HTTP/1.1 400").And.Contain("\"malformed_request\"");
        (await Kept.ByAsync(shared.App)).Should().Be(Kept.Nothing);
    }

    private static string Sound(int length) => Encoding.Latin1.GetString(Requests.Wav, 0, length);
}
