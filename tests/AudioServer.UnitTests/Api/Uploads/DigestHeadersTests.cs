using AudioServer.Api.Uploads;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AudioServer.UnitTests.Api.Uploads;

public sealed class DigestHeadersTests
{
    /// <summary>Of no bytes.</summary>
    private const string Hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Base64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    [Theory]
    [InlineData($"sha-256=:{Base64}:")]
    [InlineData($" sha-256 = :{Base64}: ")]
    [InlineData($"SHA-256=:{Base64}:")]
    [InlineData($"sha-512=:AAAA:, sha-256=:{Base64}:")]
    [InlineData($"unixsum=:AAAA:,sha-256=:{Base64}:,md5=:AAAA:")]
    public void The_sha_256_member_is_read_whatever_stands_beside_it(string value)
    {
        DigestHeaders.OfBody(Headers("Content-Digest", value)).Should().Be(Hex);
        DigestHeaders.OfFile(Headers("Repr-Digest", value)).Should().Equal(Hex);
    }

    [Theory]
    [InlineData("sha-512=:AAAA:")]
    [InlineData("")]
    public void Other_algorithms_alone_promise_nothing(string value)
    {
        DigestHeaders.OfBody(Headers("Content-Digest", value)).Should().BeNull();
        DigestHeaders.OfFile(Headers("Repr-Digest", value)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("sha-256")]
    [InlineData("sha-256=")]
    [InlineData("sha-256=:")]
    [InlineData("sha-256=::")]
    [InlineData($"sha-256={Base64}")]
    [InlineData($"sha-256=:{Base64}")]
    [InlineData($"sha-256={Hex}")]
    [InlineData($"sha-256=:{Hex}:")]
    [InlineData("sha-256=:AAAA:")]
    [InlineData("sha-256=:!!!!:")]
    [InlineData($"sha-256=:{Base64}{Base64}:")]
    public void A_digest_that_cannot_be_read_is_malformed(string value)
    {
        var body = () => DigestHeaders.OfBody(Headers("Content-Digest", value));
        var file = () => DigestHeaders.OfFile(Headers("Repr-Digest", value)).ToList();

        body.Should().Throw<MalformedRequest>().WithMessage("*Content-Digest*");
        file.Should().Throw<MalformedRequest>().WithMessage("*Repr-Digest*");
    }

    [Theory]
    [InlineData(Hex)]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData($" {Hex} ")]
    public void Plain_hex_is_read_in_either_case(string value) =>
        DigestHeaders.OfFile(Headers("X-Content-SHA256", value)).Should().Equal(Hex);

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData($"{Hex}0")]
    [InlineData($"0x{Hex}")]
    [InlineData("g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Hex_that_cannot_be_read_is_malformed(string value)
    {
        var read = () => DigestHeaders.OfFile(Headers("X-Content-SHA256", value)).ToList();

        read.Should().Throw<MalformedRequest>();
    }

    [Fact]
    public void Every_promise_counts()
    {
        var other = new string('0', 64);
        var headers = Headers("X-Content-SHA256", new StringValues([Hex, other]));
        headers["Repr-Digest"] = $"sha-256=:{Base64}:";

        DigestHeaders.OfFile(headers).Should().Equal(Hex, Hex, other);
    }

    [Fact]
    public void Without_headers_nothing_is_promised()
    {
        DigestHeaders.OfBody(new HeaderDictionary()).Should().BeNull();
        DigestHeaders.OfFile(new HeaderDictionary()).Should().BeEmpty();
    }

    private static HeaderDictionary Headers(string name, StringValues value) => new() { [name] = value };
}
