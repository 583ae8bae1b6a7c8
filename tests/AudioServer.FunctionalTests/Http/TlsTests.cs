using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Http;

public sealed class TlsTests
{
    [Theory]
    [InlineData("--Kestrel:Certificates:Default")]
    [InlineData("--Kestrel:Endpoints:Https:Certificate")]
    public async Task With_a_certificate_it_speaks_https_itself(string key)
    {
        using var folder = new TemporaryFolder();
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(folder.File("tls.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.File("tls.key"), rsa.ExportPkcs8PrivateKeyPem());
        string[] address = key.Contains("Endpoints", StringComparison.Ordinal) ? ["--Kestrel:Endpoints:Https:Url", "https://127.0.0.1:0"] : ["--Urls", "https://127.0.0.1:0"];
        await using var server = await AudioServerApp.StartAsync(settings: [.. address, $"{key}:Path", folder.File("tls.crt"), $"{key}:KeyPath", folder.File("tls.key")]);

        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString() } }) { BaseAddress = server.Address };
        using var content = new ByteArrayContent(Requests.Wav);
        using var upload = await client.PostAsync(new Uri("/post?name=a.wav", UriKind.Relative), content);

        server.Address.Scheme.Should().Be("https");
        upload.StatusCode.Should().Be(HttpStatusCode.Created);
        upload.Headers.GetValues("Strict-Transport-Security").Should().Equal("max-age=31536000");
        (await client.GetByteArrayAsync(new Uri("/download?name=a.wav", UriKind.Relative))).Should().Equal(Requests.Wav);
        (await client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Should().Contain("audioserver_network_sent_bytes_total");
    }
}
