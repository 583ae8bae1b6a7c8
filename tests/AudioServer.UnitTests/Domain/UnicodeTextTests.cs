using AudioServer.Domain;

namespace AudioServer.UnitTests.Domain;

public sealed class UnicodeTextTests
{
    [Fact]
    public void What_could_break_a_terminal_or_a_line_is_replaced()
    {
        (string Text, string Printable)[] cases =
        [
            ("take (2) – Ünïcödé 音 🎵.wav", "take (2) – Ünïcödé 音 🎵.wav"),
            ("a\u001b[2Jb", "a\uFFFD[2Jb"),
            ("a\u009b2Jb", "a\uFFFD2Jb"),
            ("a\nb\tc\rd\0e\u007f", "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFD"),
            ("a\u2028b\u202Ec\u2066d", "a\uFFFDb\uFFFDc\uFFFDd"),
            ("a\uD800b\uFFFEc", "a\uFFFDb\uFFFDc"),
        ];

        cases.Should().OnlyContain(one => UnicodeText.Printable(one.Text) == one.Printable);
    }
}
