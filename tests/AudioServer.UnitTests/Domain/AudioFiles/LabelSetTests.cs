using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;

namespace AudioServer.UnitTests.Domain.AudioFiles;

public sealed class LabelSetTests
{
    [Fact]
    public void Labels_are_kept_in_ordinal_order_of_their_keys() =>
        Set(("b", "1"), ("B", "2"), ("a", "3")).Select(label => label.Key).Should().Equal("B", "a", "b");

    [Fact]
    public void A_value_is_found_by_its_key()
    {
        var labels = Set(("project", "demo"));

        labels.TryGetValue("project", out var value).Should().BeTrue();
        value.Should().Be("demo");
        labels.TryGetValue("Project", out _).Should().BeFalse("keys are compared ordinally");
    }

    [Theory]
    [InlineData("project:demo", "project", "demo")]
    [InlineData("url:http://x:1/", "url", "http://x:1/")]
    [InlineData("empty:", "empty", "")]
    [InlineData("🎵:音", "🎵", "音")]
    public void A_label_is_split_at_its_first_colon(string label, string key, string value) =>
        LabelSet.Split(label).Should().Be(KeyValuePair.Create(key, value));

    [Theory]
    [InlineData("")]
    [InlineData("no colon")]
    [InlineData(":no key")]
    public void What_is_not_key_and_value_is_refused(string label)
    {
        var split = () => LabelSet.Split(label);

        split.Should().Throw<InvalidParameter>().Which.Members.Should().ContainKey("errors");
    }

    [Fact]
    public void At_most_32_labels_are_taken()
    {
        Numbered(32).Should().HaveCount(32);
        Making(() => Numbered(33)).Should().Throw<InvalidParameter>().WithMessage("*33*32*");
    }

    [Theory]
    [InlineData("k")]
    [InlineData("é")]
    [InlineData("🎵")]
    public void A_key_has_1_to_64_characters_and_a_value_at_most_256(string character)
    {
        Set((Repeat(character, 64), Repeat(character, 256))).Should().ContainSingle();
        Set(("k", "")).Should().ContainSingle();
        Making(() => Set(("", "v"))).Should().Throw<InvalidParameter>();
        Making(() => Set((Repeat(character, 65), "v"))).Should().Throw<InvalidParameter>();
        Making(() => Set(("k", Repeat(character, 257)))).Should().Throw<InvalidParameter>();
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData('\r')]
    [InlineData('\n')]
    [InlineData(0x1B)]
    [InlineData(0x7F)]
    [InlineData(0x85)]
    [InlineData(0xFFFD)]
    [InlineData(0xFFFE)]
    [InlineData(0xD83C)]
    [InlineData(0xDFB5)]
    public void Control_characters_and_what_is_no_text_are_refused_in_keys_and_values(int forbidden)
    {
        Making(() => Set(($"a{(char)forbidden}", "v"))).Should().Throw<InvalidParameter>();
        Making(() => Set(("k", $"{(char)forbidden}a"))).Should().Throw<InvalidParameter>();
    }

    [Fact]
    public void A_key_may_be_given_once_only() =>
        Making(() => Set(("k", "1"), ("k", "2"))).Should().Throw<InvalidParameter>().WithMessage("*twice*");

    [Fact]
    public void Keys_and_values_are_NFC_normalised()
    {
        Set(("cafe\u0301", "cafe\u0301")).Should().Equal(new Dictionary<string, string> { ["caf\u00E9"] = "caf\u00E9" });
        Making(() => Set(("cafe\u0301", "1"), ("caf\u00E9", "2"))).Should().Throw<InvalidParameter>().WithMessage("*twice*");
    }

    private static LabelSet Set(params (string Key, string Value)[] labels) => new(labels.Select(label => KeyValuePair.Create(label.Key, label.Value)));

    private static LabelSet Numbered(int count) => Set([.. Enumerable.Range(1, count).Select(number => ($"k{number}", "v"))]);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static Func<LabelSet> Making(Func<LabelSet> make) => make;
}
