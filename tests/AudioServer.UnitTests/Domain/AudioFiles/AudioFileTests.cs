using AudioServer.Domain.AudioFiles;

namespace AudioServer.UnitTests.Domain.AudioFiles;

public sealed class AudioFileTests
{
    private static readonly DateTimeOffset Later = TestAudio.Noon.AddMinutes(1);

    [Fact]
    public void A_new_file_waits_to_be_verified_and_claims_no_more_than_its_headers_do()
    {
        var file = TestAudio.File();

        file.State.Should().Be(VerificationState.Pending);
        file.DurationSource.Should().Be(DurationSource.Header);
        file.SampleCount.Should().BeNull();
        file.Labels.Should().BeEmpty();
        file.UpdatedAt.Should().Be(file.CreatedAt);
    }

    [Fact]
    public void Its_blob_key_is_lower_case_letters_and_digits() =>
        TestAudio.File().BlobKey.Should().Be(TestAudio.Id.ToString("N")).And.MatchRegex("^[0-9a-f]{32}$");

    [Fact]
    public void Times_are_kept_to_the_millisecond_in_UTC()
    {
        var file = TestAudio.File(createdAt: new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.FromHours(2)).AddTicks(1_239_999));

        file.CreatedAt.Should().Be(TestAudio.Noon.AddMilliseconds(123));
        file.CreatedAt.Offset.Should().Be(TimeSpan.Zero);

        file.Rename(FileName.Parse("b.wav"), Later.AddTicks(9_999));
        file.UpdatedAt.Should().Be(Later);
    }

    [Fact]
    public void Renaming_changes_the_name_what_is_searched_and_when_it_was_changed_and_nothing_else()
    {
        var file = TestAudio.File("First.wav", AudioTags.None with { Title = "Song" });

        file.Rename(FileName.Parse("Second.wav"), Later);

        file.Name.Should().Be("Second.wav");
        file.SearchText.Should().Contain("second.wav").And.Contain("song").And.NotContain("first");
        file.UpdatedAt.Should().Be(Later);
        file.CreatedAt.Should().Be(TestAudio.Noon);
        file.BlobKey.Should().Be(TestAudio.File().BlobKey);
    }

    [Fact]
    public void Relabelling_keeps_the_rows_that_stay()
    {
        var file = TestAudio.File();
        file.Relabel(Labels(("kept", "1"), ("changed", "1"), ("gone", "1")), Later);
        var kept = file.Labels.Single(label => label.Key == "kept");

        file.Relabel(Labels(("kept", "1"), ("changed", "2"), ("new", "1")), Later.AddMinutes(1));

        file.Labels.Select(label => (label.Key, label.Value)).Should().BeEquivalentTo([("kept", "1"), ("changed", "2"), ("new", "1")]);
        file.Labels.Should().Contain(label => ReferenceEquals(label, kept));
        file.Labels.Should().OnlyContain(label => label.AudioFileId == file.Id);
        file.UpdatedAt.Should().Be(Later.AddMinutes(1));
    }

    [Fact]
    public void Relabelling_with_nothing_removes_all()
    {
        var file = TestAudio.File();
        file.Relabel(Labels(("a", "1")), Later);

        file.Relabel(Labels(), Later);

        file.Labels.Should().BeEmpty();
    }

    [Fact]
    public void Name_title_artist_and_album_are_searched_and_other_tags_are_not()
    {
        var file = TestAudio.File("Take.wav", new AudioTags("TITLE", "Artist", "ALBUM", "genre", 1999, 1, "comment"));

        file.SearchText.Should().ContainAll("take.wav", "title", "artist", "album").And.NotContainAny("genre", "comment");
    }

    [Theory]
    [InlineData("STRASSE", "strasse")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφος")]
    [InlineData("ÉCOLE", "e\u0301cole")]
    [InlineData("ПРИВЕТ", "привет")]
    [InlineData("\U00010400", "\U00010428")]
    public void Text_that_differs_in_case_or_normal_form_folds_alike(string one, string other) =>
        AudioFile.Fold(one).Should().Be(AudioFile.Fold(other));

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    [InlineData(0xFFFE)]
    public void What_is_no_text_folds_without_a_fault(int character)
    {
        var fold = () => AudioFile.Fold($"A{(char)character}");

        fold.Should().NotThrow().Which.Should().StartWith("a");
    }

    private static LabelSet Labels(params (string Key, string Value)[] labels) => new(labels.Select(label => KeyValuePair.Create(label.Key, label.Value)));
}
