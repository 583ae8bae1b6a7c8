using AudioServer.Domain.Failures;

namespace AudioServer.UnitTests.Domain.Failures;

public sealed class FailureTests
{
    [Fact]
    public void A_taken_name_tells_by_whom_so_that_a_lost_answer_can_be_made_out()
    {
        var failure = new NameTaken("take.wav", TestAudio.Id, "abc");

        failure.Members.Should().Contain("id", TestAudio.Id).And.Contain("sha256", "abc");
        failure.Message.Should().Contain("\"take.wav\"");
    }

    [Fact]
    public void What_is_not_audio_says_what_it_looks_like()
    {
        var failure = new NotAudio("a PNG image");

        failure.Message.Should().Be("This is not audio: it looks like a PNG image.");
        failure.Members.Should().Contain("looksLike", "a PNG image");
    }

    [Fact]
    public void An_invalid_parameter_lists_its_errors_by_parameter()
    {
        var failure = new InvalidParameter(new Dictionary<string, string[]> { ["a"] = ["first.", "second."], ["b"] = ["third."] });

        failure.Message.Should().Be("first. second. third.");
        failure.Members["errors"].Should().BeAssignableTo<IReadOnlyDictionary<string, string[]>>().Which.Should().ContainKeys("a", "b");
    }

    [Fact]
    public void Most_failures_have_no_further_members() =>
        new NotFound("x").Members.Should().BeEmpty();
}
