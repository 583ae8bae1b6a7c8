using System.Text.Json;
using AudioServer.Api.Controllers;
using AudioServer.Application;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.Failures;

namespace AudioServer.UnitTests.Api.Controllers;

public sealed class FieldSelectionTests
{
    private static readonly AudioPage Page = new([new AudioFileView { Id = TestAudio.Id, Name = "音.wav", LabelRows = [new() { Key = "a", Value = "1" }] }], "next", 7);

    [Fact]
    public void Without_a_selection_a_file_is_whole() =>
        Members(null).Should().Contain("id").And.Contain("verification").And.NotContain("labelRows");

    [Theory]
    [InlineData("id,name,duration", "id,name,duration")]
    [InlineData("name,id", "name,id")]
    [InlineData("NAME,sampleRATE", "name,sampleRate")]
    [InlineData(" id , name ", "id,name")]
    [InlineData("id,id,ID", "id")]
    [InlineData("labels,tags,loudness", "labels,tags,loudness")]
    public void Only_the_members_asked_for_are_answered(string fields, string members) =>
        Members(fields).Should().Equal(members.Split(','));

    [Fact]
    public void The_page_keeps_its_cursor_and_total()
    {
        var json = Answer("id");

        json.GetProperty("next").GetString().Should().Be("next");
        json.GetProperty("total").GetInt64().Should().Be(7);
    }

    [Fact]
    public void Values_are_written_as_in_the_whole_file()
    {
        var (selected, whole) = (Item("name,labels,verification,createdAt"), Item(null));

        foreach (var member in selected.EnumerateObject())
        {
            member.Value.GetRawText().Should().Be(whole.GetProperty(member.Name).GetRawText());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("id,")]
    [InlineData("id,nonsense")]
    [InlineData("labelRows")]
    [InlineData("tags.title")]
    [InlineData("id name")]
    public void What_is_no_member_is_refused(string fields)
    {
        var parse = () => FieldSelection.Parse(fields);

        parse.Should().Throw<InvalidParameter>().WithMessage("*it has id, name,*");
    }

    private static IEnumerable<string> Members(string? fields) => Item(fields).EnumerateObject().Select(member => member.Name);

    private static JsonElement Item(string? fields) => Answer(fields).GetProperty("items")[0];

    private static JsonElement Answer(string? fields) => JsonSerializer.SerializeToElement(FieldSelection.Parse(fields).Apply(Page).Value, JsonSettings.Options);
}
