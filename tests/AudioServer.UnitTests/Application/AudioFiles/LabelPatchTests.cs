using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;

namespace AudioServer.UnitTests.Application.AudioFiles;

public sealed class LabelPatchTests
{
    private static readonly AudioFileLabel[] Present = [new(Guid.Empty, "a", "1"), new(Guid.Empty, "b", "2")];

    [Fact]
    public void What_is_not_named_stays() =>
        Patched(clear: false).Should().Equal(("a", "1"), ("b", "2"));

    [Fact]
    public void A_label_is_set_changed_and_removed() =>
        Patched(clear: false, ("a", "new"), ("b", null), ("c", "3")).Should().Equal(("a", "new"), ("c", "3"));

    [Fact]
    public void Removing_what_is_not_there_changes_nothing() =>
        Patched(clear: false, ("z", null)).Should().Equal(("a", "1"), ("b", "2"));

    [Fact]
    public void Clearing_removes_all_that_is_not_set_anew() =>
        Patched(clear: true, ("c", "3")).Should().Equal(("c", "3"));

    [Fact]
    public void A_key_is_found_in_whichever_normal_form_it_is_sent()
    {
        AudioFileLabel[] present = [new(Guid.Empty, "caf\u00E9", "1")];

        new LabelPatch(Clear: false, new Dictionary<string, string?> { ["cafe\u0301"] = "2" }).ApplyTo(present).Should().Equal(new Dictionary<string, string> { ["caf\u00E9"] = "2" });
        new LabelPatch(Clear: false, new Dictionary<string, string?> { ["cafe\u0301"] = null }).ApplyTo(present).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xFFFE)]
    [InlineData(0x00)]
    public void A_key_that_no_label_can_have_cannot_be_set(int character)
    {
        var set = () => Patched(clear: false, ($"k{(char)character}", "v"));

        set.Should().Throw<InvalidParameter>();
    }

    [Fact]
    public void The_result_is_bound_by_the_rules_of_a_set()
    {
        var set = () => Patched(clear: false, [.. Enumerable.Range(0, 31).Select(number => ($"k{number}", (string?)"v"))]);

        set.Should().Throw<InvalidParameter>().WithMessage("*33*");
    }

    private static IEnumerable<(string, string)> Patched(bool clear, params (string Key, string? Value)[] changes) =>
        new LabelPatch(clear, changes.ToDictionary(change => change.Key, change => change.Value)).ApplyTo(Present).Select(label => (label.Key, label.Value));
}
