using System.Globalization;
using System.Text;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;

namespace AudioServer.UnitTests.Domain.AudioFiles;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("take.wav")]
    [InlineData("a")]
    [InlineData("no extension")]
    [InlineData(".hidden")]
    [InlineData("...")]
    [InlineData("ends with dot.")]
    [InlineData(" spaces around ")]
    [InlineData("semi;colon&amp=%2F<b>'\"`$(id)|*?.wav")]
    [InlineData("Übung ñ ø.flac")]
    [InlineData("Музыка.mp3")]
    [InlineData("音楽・録音.wav")]
    [InlineData("موسيقى.ogg")]
    [InlineData("मराठी.m4a")]
    [InlineData("한국어.opus")]
    [InlineData("🎵🎶.wav")]
    [InlineData("👩‍👩‍👧‍👦 family.wav")]
    [InlineData("CON.wav")]
    public void A_name_in_any_script_is_taken_as_it_is(string name) =>
        FileName.Parse(name).Value.Should().Be(name);

    [Theory]
    [InlineData("cafe\u0301.wav", "caf\u00E9.wav")]
    [InlineData("\u1100\u1161\u11A8.wav", "\uAC01.wav")]
    [InlineData("A\u030A.wav", "\u00C5.wav")]
    [InlineData("\u212B.wav", "\u00C5.wav")]
    [InlineData("q\u0307\u0323.wav", "q\u0323\u0307.wav")]
    public void A_name_is_NFC_normalised(string sent, string kept) =>
        FileName.Parse(sent).Value.Should().Be(kept);

    [Fact]
    public void Names_that_differ_in_normal_form_only_are_equal() =>
        FileName.Parse("cafe\u0301").Should().Be(FileName.Parse("caf\u00E9"));

    [Fact]
    public void Names_are_compared_ordinally() =>
        FileName.Parse("Take.wav").Should().NotBe(FileName.Parse("take.wav"));

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/")]
    public void A_path_or_nothing_is_no_name(string name) =>
        Parsing(name).Should().Throw<InvalidName>();

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData('\t')]
    [InlineData('\n')]
    [InlineData('\r')]
    [InlineData(0x1B)]
    [InlineData(0x1F)]
    [InlineData(0x7F)]
    [InlineData(0x80)]
    [InlineData(0x85)]
    [InlineData(0x9F)]
    [InlineData(0x2028)]
    [InlineData(0x2029)]
    [InlineData(0x202A)]
    [InlineData(0x202B)]
    [InlineData(0x202C)]
    [InlineData(0x202D)]
    [InlineData(0x202E)]
    [InlineData(0x2066)]
    [InlineData(0x2067)]
    [InlineData(0x2068)]
    [InlineData(0x2069)]
    [InlineData(0xFFFD)]
    [InlineData(0xFFFE)]
    [InlineData(0xFFFF)]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    public void A_character_that_is_no_text_is_refused_wherever_it_stands(int forbidden)
    {
        var character = (char)forbidden;

        Parsing($"{character}take.wav").Should().Throw<InvalidName>();
        Parsing($"ta{character}ke.wav").Should().Throw<InvalidName>();
        Parsing($"take.wav{character}").Should().Throw<InvalidName>();
    }

    [Theory]
    [InlineData(0xA0)]
    [InlineData(0x200D)]
    [InlineData(0x200E)]
    [InlineData(0x2027)]
    [InlineData(0x202F)]
    [InlineData(0x206A)]
    [InlineData(0xFFFC)]
    public void Its_neighbours_are_taken(int allowed) =>
        FileName.Parse($"a{(char)allowed}b").Value.Should().HaveLength(3);

    [Theory]
    [InlineData("a", 1)]
    [InlineData("é", 2)]
    [InlineData("音", 3)]
    [InlineData("🎵", 4)]
    public void A_name_has_at_most_255_bytes_of_UTF_8(string character, int bytes)
    {
        var longest = string.Concat(Enumerable.Repeat(character, 255 / bytes)) + new string('x', 255 % bytes);

        Encoding.UTF8.GetByteCount(FileName.Parse(longest).Value).Should().Be(255);
        Parsing(longest + "x").Should().Throw<InvalidName>().WithMessage("*256 bytes*");
    }

    [Fact]
    public void The_bound_is_on_the_normalised_name() =>
        FileName.Parse(string.Concat(Enumerable.Repeat("e\u0301", 127))).Value.Should().HaveLength(127);

    [Theory]
    [InlineData("take.wav", "take.wav")]
    [InlineData("/home/me/take.wav", "take.wav")]
    [InlineData(@"C:\Users\me\take.wav", "take.wav")]
    [InlineData(@"C:\Users/me\mixed/take.wav", "take.wav")]
    [InlineData(@"mixed/C:\take.wav", "take.wav")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("folder/", "")]
    [InlineData("", "")]
    public void Of_a_path_the_last_segment_is_taken(string sent, string segment) =>
        FileName.LastSegment(sent).Should().Be(segment);

    [Theory]
    [InlineData("take.wav", 2, "take (2).wav")]
    [InlineData("take.wav", 1234, "take (1234).wav")]
    [InlineData("take", 2, "take (2)")]
    [InlineData(".hidden", 2, ".hidden (2)")]
    [InlineData("archive.tar.gz", 2, "archive.tar (2).gz")]
    [InlineData("take.", 2, "take (2).")]
    [InlineData("take (2).wav", 2, "take (2) (2).wav")]
    public void A_number_stands_before_the_extension(string name, int number, string numbered) =>
        FileName.Parse(name).Numbered(number).Value.Should().Be(numbered);

    [Theory]
    [InlineData("a", 255)]
    [InlineData("é", 2)]
    [InlineData("音", 3)]
    [InlineData("🎵", 4)]
    [InlineData("👩‍👩‍👧‍👦", 25)]
    [InlineData("e\u0323\u0302\u0300x", 6)]
    public void A_long_stem_is_shortened_by_whole_characters(string character, int number)
    {
        var room = FileName.MaxBytes - ".flac".Length;
        var stem = string.Concat(Enumerable.Repeat(character, room / Encoding.UTF8.GetByteCount(character.Normalize())));
        var name = FileName.Parse(stem.Normalize() + ".flac");

        var numbered = name.Numbered(number).Value;

        numbered.Should().EndWith($" ({number}).flac");
        var kept = numbered[..numbered.LastIndexOf(" (", StringComparison.Ordinal)];
        name.Value.Should().StartWith(kept);
        StringInfo.ParseCombiningCharacters(name.Value).Should().Contain(kept.Length, "what a reader sees as one character is not cut");
        FileName.Parse(numbered).Value.Should().Be(numbered, "it is a name like any other");
        Encoding.UTF8.GetByteCount(numbered).Should().BeGreaterThan(FileName.MaxBytes - Encoding.UTF8.GetByteCount(character), "no more is cut off than must be");
    }

    [Fact]
    public void A_shortened_stem_does_not_cut_a_character_in_two()
    {
        var name = FileName.Parse(string.Concat(Enumerable.Repeat("🎵", 62)) + "é.wav");

        var numbered = name.Numbered(10).Value;

        numbered.EnumerateRunes().Should().NotContain(Rune.ReplacementChar);
        numbered.Should().Be(string.Concat(Enumerable.Repeat("🎵", 61)) + " (10).wav");
    }

    [Fact]
    public void An_extension_of_nearly_the_whole_length_is_given_up() =>
        FileName.Parse("a." + new string('x', 253)).Numbered(2).Value.Should().Be("audio (2)");

    [Fact]
    public void Numbers_make_different_names_of_one_long_name()
    {
        var name = FileName.Parse(new string('n', 251) + ".wav");

        Enumerable.Range(2, 200).Select(name.Numbered).Should().OnlyHaveUniqueItems();
    }

    private static Action Parsing(string name) => () => FileName.Parse(name);

    [Theory]
    [InlineData("myfile.wav", null, "mp3", "myfile.mp3")]
    [InlineData("myfile.wav", "12.5-20", "wav", "myfile 12.5-20.wav")]
    [InlineData("täke ♪.tar.flac", "0-end", "ogg", "täke ♪.tar 0-end.ogg")]
    [InlineData("noextension", null, "m4a", "noextension.m4a")]
    [InlineData(".hidden", null, "opus", ".hidden.opus")]
    public void What_is_derived_has_another_extension_and_names_its_part(string name, string? part, string extension, string derived) =>
        FileName.Parse(name).Derived(part, extension).Value.Should().Be(derived);

    [Fact]
    public void What_is_derived_has_no_longer_name_than_a_file_may_have()
    {
        var derived = FileName.Parse(new string('é', 125) + ".wav").Derived("12.5-20", "flac").Value;

        System.Text.Encoding.UTF8.GetByteCount(derived).Should().BeLessThanOrEqualTo(FileName.MaxBytes);
        derived.Should().EndWith("é 12.5-20.flac");
    }
}
