using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;

namespace AudioServer.UnitTests.Domain.Access;

public sealed class UsernameTests
{
    [Theory]
    [InlineData("alice")]
    [InlineData("Zoë")]
    [InlineData("7of9")]
    [InlineData("a.b_c-d@example.org")]
    [InlineData("王小明")]
    public void People_s_names_are_taken(string name) => Username.Parse(name).Value.Should().Be(name);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".alice")]
    [InlineData("@alice")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData("a\u202Eb")]
    [InlineData("a\ud800")]
    [InlineData("local")]
    [InlineData("Local")]
    public void What_confuses_is_not(string? name) => FluentActions.Invoking(() => Username.Parse(name)).Should().Throw<InvalidParameter>();

    [Fact]
    public void A_name_has_at_most_64_characters()
    {
        Username.Parse(new string('a', 64)).Value.Should().HaveLength(64);
        FluentActions.Invoking(() => Username.Parse(new string('a', 65))).Should().Throw<InvalidParameter>();
    }

    [Theory]
    [InlineData("Alice", "aLICE")]
    [InlineData("Zo\u00EB", "ZOE\u0308")]
    public void Case_and_composition_make_no_other_user(string one, string other) => Username.KeyOf(one).Should().Be(Username.KeyOf(other));
}
