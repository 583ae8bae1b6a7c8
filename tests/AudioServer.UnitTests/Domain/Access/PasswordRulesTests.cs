using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;

namespace AudioServer.UnitTests.Domain.Access;

public sealed class PasswordRulesTests
{
    private static readonly Username Alice = Username.Parse("alice");

    [Theory]
    [InlineData("tr0ubador")]
    [InlineData("correct horse battery staple")]
    [InlineData("ünïcödé!")]
    [InlineData("🎷🎺🎸🎻🥁🎹🪕🪗")]
    [InlineData("alice lives in wonderland")]
    public void What_is_long_and_uncommon_is_taken(string password) => FluentActions.Invoking(() => PasswordRules.Check(Alice, password)).Should().NotThrow();

    [Theory]
    [InlineData("")]
    [InlineData("seven77")]
    [InlineData("🎷🎺🎸🎻🥁🎹🪕")]
    [InlineData("password")]
    [InlineData("PassWord")]
    [InlineData("12345678")]
    [InlineData("football")]
    [InlineData("alice2026")]
    [InlineData("xxALICExx")]
    [InlineData("aaaaaaaaaa")]
    [InlineData("ababababab")]
    [InlineData("abcdefgh\0")]
    public void What_is_guessed_first_is_not(string password) => FluentActions.Invoking(() => PasswordRules.Check(Alice, password)).Should().Throw<WeakPassword>();

    [Fact]
    public void A_password_has_at_most_256_characters()
    {
        FluentActions.Invoking(() => PasswordRules.Check(Alice, string.Concat(Enumerable.Repeat("äöü!", 64)))).Should().NotThrow();
        FluentActions.Invoking(() => PasswordRules.Check(Alice, string.Concat(Enumerable.Repeat("äöü!", 64)) + "!")).Should().Throw<WeakPassword>();
    }
}
