using System.IO.Pipelines;
using AudioServer.Application.AudioFiles;

namespace AudioServer.UnitTests.Application.AudioFiles;

public sealed class UploadAudioTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void At_most_32_labels_are_taken_and_the_parameter_is_named(int count, bool isValid)
    {
        var content = new UploadContent(PipeReader.Create(Stream.Null), [], null, _ => Task.CompletedTask);
        var command = new UploadAudioCommand(content, Name: null, OnConflict.Fail, [.. Enumerable.Range(0, count).Select(number => $"k{number}:v")], Wait: null, OnBroken.Keep);

        new UploadAudioValidator().Validate(command).Errors.Select(error => error.PropertyName).Should().BeEquivalentTo(isValid ? (string[])[] : ["label"]);
    }
}
