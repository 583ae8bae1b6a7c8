using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;

namespace AudioServer.UnitTests.Application.AudioFiles;

public sealed class AudioOrderTests
{
    [Theory]
    [InlineData(SortKey.Created, "")]
    [InlineData(SortKey.Created, "nonsense")]
    [InlineData(SortKey.Created, "1.5")]
    [InlineData(SortKey.Created, "-1")]
    [InlineData(SortKey.Created, "3155378976000000000")]
    [InlineData(SortKey.Created, "9223372036854775807")]
    [InlineData(SortKey.Created, "-9223372036854775808")]
    [InlineData(SortKey.Created, "9223372036854775808")]
    [InlineData(SortKey.Created, "99999999999999999999999999")]
    [InlineData(SortKey.Created, null)]
    [InlineData(SortKey.Name, null)]
    [InlineData(SortKey.Size, "")]
    [InlineData(SortKey.Size, "1e3")]
    [InlineData(SortKey.Size, "9223372036854775808")]
    [InlineData(SortKey.Size, "音")]
    [InlineData(SortKey.Size, null)]
    [InlineData(SortKey.Duration, "")]
    [InlineData(SortKey.Duration, "nonsense")]
    [InlineData(SortKey.Duration, "NaN")]
    [InlineData(SortKey.Duration, "Infinity")]
    [InlineData(SortKey.Duration, "-Infinity")]
    [InlineData(SortKey.Duration, "∞")]
    [InlineData(SortKey.Duration, "1e999")]
    public void A_made_up_key_is_an_invalid_cursor_and_nothing_worse(SortKey key, string? made)
    {
        foreach (var descending in (bool[])[false, true])
        {
            var read = () => Read(new AudioSort(key, descending), new ListCursor("", made, TestAudio.Id), [TestAudio.File()]);

            read.Should().Throw<InvalidCursor>();
        }
    }

    [Theory]
    [InlineData(SortKey.Created, "0")]
    [InlineData(SortKey.Created, "3155378975999999999")]
    [InlineData(SortKey.Size, "-9223372036854775808")]
    [InlineData(SortKey.Size, "9223372036854775807")]
    [InlineData(SortKey.Duration, "-1.7976931348623157E+308")]
    [InlineData(SortKey.Duration, "5E-324")]
    [InlineData(SortKey.Duration, null)]
    public void A_key_beyond_all_files_but_within_its_type_is_taken(SortKey key, string? beyond)
    {
        var read = () => Read(new AudioSort(key, Descending: false), new ListCursor("", beyond, TestAudio.Id), [TestAudio.File()]);

        read.Should().NotThrow();
    }

    [Theory]
    [InlineData(SortKey.Created)]
    [InlineData(SortKey.Name)]
    [InlineData(SortKey.Size)]
    [InlineData(SortKey.Duration)]
    public void What_follows_a_cursor_is_exactly_what_has_not_been_shown(SortKey key)
    {
        var files = Files();
        foreach (var descending in (bool[])[false, true])
        {
            var sort = new AudioSort(key, descending);
            var all = Read(sort, null, files);
            all.Should().BeEquivalentTo(files, "every file is listed once");
            for (var shown = 1; shown <= all.Count; shown++)
            {
                var cursor = ListCursor.Parse(AudioOrder.For(sort).CursorAfter(View(all[shown - 1]), "f").ToString(), "f");

                Read(sort, cursor, files).Select(file => file.Id).Should().Equal(all.Skip(shown).Select(file => file.Id), "{0} shown, {1}", shown, sort);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_without_a_value_come_last_in_either_direction(bool descending) =>
        Read(new AudioSort(SortKey.Duration, descending), null, Files()).Select(file => file.Duration is null).Should().BeInAscendingOrder();

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0 / 3)]
    [InlineData(3.217007)]
    [InlineData(1e15)]
    public void A_durations_cursor_keeps_every_digit(double duration)
    {
        var cursor = AudioOrder.For(new AudioSort(SortKey.Duration, Descending: false)).CursorAfter(new AudioFileView { Duration = duration }, "");

        double.Parse(cursor.Key!).Should().Be(duration);
    }

    private static List<AudioFile> Read(AudioSort sort, ListCursor? cursor, IEnumerable<AudioFile> files) =>
        [.. AudioOrder.For(sort).Segments(files.AsQueryable(), all => all, cursor).SelectMany(segment => segment)];

    /// <summary>Files of which several tie in each key, and some have no duration.</summary>
    private static List<AudioFile> Files()
    {
        var description = new AudioDescription("wav", "audio/wav", "wav", "pcm_s16le", "wav", null, null, null, null, null, null, HasCover: false, AudioTags.None);
        return [.. Enumerable.Range(0, 12).Select(number => new AudioFile(
            new Guid(number * 7 % 12, 0, 0, new byte[8]),
            Guid.Empty,
            FileName.Parse($"n{number % 6}"),
            new ContentFingerprint(number % 3, ""),
            description with { Duration = number % 4 == 0 ? null : number % 4 / 3.0 },
            TestAudio.Noon.AddSeconds(number % 5)))];
    }

    private static AudioFileView View(AudioFile file) => new() { Id = file.Id, Name = file.Name, Size = file.Size, Duration = file.Duration, CreatedAt = file.CreatedAt };
}
