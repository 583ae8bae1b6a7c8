using System.Buffers.Binary;
using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Infrastructure.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AudioServer.IntegrationTests.Access;

public sealed class PasswordHasherTests : IDisposable
{
    private readonly Pbkdf2PasswordHasher _hasher = new();

    public void Dispose() => _hasher.Dispose();

    [Fact]
    public async Task A_hash_knows_its_password_and_no_other()
    {
        var hash = await _hasher.HashAsync("correct horse", CancellationToken.None);

        (await _hasher.CompareAsync(hash, "correct horse", CancellationToken.None)).Should().Be(PasswordMatch.Right);
        (await _hasher.CompareAsync(hash, "Correct horse", CancellationToken.None)).Should().Be(PasswordMatch.Wrong);
        (await _hasher.CompareAsync(null, "correct horse", CancellationToken.None)).Should().Be(PasswordMatch.Wrong);
        (await _hasher.CompareAsync(null, "no password of anybody's", CancellationToken.None)).Should().Be(PasswordMatch.Wrong);
        (await _hasher.HashAsync("correct horse", CancellationToken.None)).Should().NotBe(hash, "each has a salt of its own");
    }

    /// <summary>Identity's format 3: a mark, the function (2 is HMAC-SHA512), the rounds, the length of the salt, each of four bytes.</summary>
    [Fact]
    public async Task It_takes_the_work_that_OWASP_asks_for()
    {
        var hash = Convert.FromBase64String(await _hasher.HashAsync("correct horse", CancellationToken.None));

        hash[0].Should().Be(1);
        BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(1)).Should().Be(2);
        BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)).Should().BeGreaterThanOrEqualTo(210_000);
        BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(9)).Should().Be(16);
    }

    [Fact]
    public async Task A_hash_of_less_work_is_known_for_one()
    {
        var weaker = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 })).HashPassword(null!, "correct horse");

        (await _hasher.CompareAsync(weaker, "correct horse", CancellationToken.None)).Should().Be(PasswordMatch.RightButOutdated);
    }
}
