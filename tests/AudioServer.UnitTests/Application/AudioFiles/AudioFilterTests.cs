using AudioServer.Application.AudioFiles;
using AudioServer.Domain;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.UnitTests.Application.AudioFiles;

public sealed class AudioFilterTests
{
    /// <summary>The empty filter, and for each of its members one that sets that member alone.</summary>
    private static readonly Dictionary<string, AudioFilter> Filters = new()
    {
        [""] = new(),
        [nameof(AudioFilter.MinDuration)] = new() { MinDuration = 1 },
        [nameof(AudioFilter.MaxDuration)] = new() { MaxDuration = 1 },
        [nameof(AudioFilter.MinSize)] = new() { MinSize = 1 },
        [nameof(AudioFilter.MaxSize)] = new() { MaxSize = 1 },
        [nameof(AudioFilter.SampleRate)] = new() { SampleRate = 1 },
        [nameof(AudioFilter.MinSampleRate)] = new() { MinSampleRate = 1 },
        [nameof(AudioFilter.Channels)] = new() { Channels = 1 },
        [nameof(AudioFilter.Codec)] = new() { Codec = "x" },
        [nameof(AudioFilter.Container)] = new() { Container = "x" },
        [nameof(AudioFilter.ContentType)] = new() { ContentType = "x" },
        [nameof(AudioFilter.State)] = new() { State = VerificationState.Pending },
        [nameof(AudioFilter.Text)] = new() { Text = "x" },
        [nameof(AudioFilter.Name)] = new() { Name = "x" },
        [nameof(AudioFilter.Labels)] = new() { Labels = [KeyValuePair.Create("x", "x")] },
        [nameof(AudioFilter.CreatedAfter)] = new() { CreatedAfter = TestAudio.Noon },
        [nameof(AudioFilter.CreatedBefore)] = new() { CreatedBefore = TestAudio.Noon },
    };

    [Fact]
    public void Every_member_is_tried_here() =>
        typeof(AudioFilter).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Should().BeEquivalentTo(Filters.Keys.Where(name => name.Length > 0));

    [Fact]
    public void Every_member_changes_the_fingerprint() =>
        Filters.Values.Select(filter => filter.Fingerprint(Owners.Local, AudioSort.NewestFirst)).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Every_order_and_owner_changes_the_fingerprint()
    {
        var orders = Enum.GetValues<SortKey>().SelectMany(key => (AudioSort[])[new(key, Descending: true), new(key, Descending: false)]);

        orders.Select(sort => new AudioFilter().Fingerprint(Owners.Local, sort))
            .Append(new AudioFilter().Fingerprint(Guid.Empty, AudioSort.NewestFirst))
            .Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Key_and_value_of_a_label_are_told_apart()
    {
        AudioFilter[] filters =
        [
            new() { Labels = [KeyValuePair.Create("a", "b:c")] },
            new() { Labels = [KeyValuePair.Create("a:b", "c")] },
            new() { Labels = [KeyValuePair.Create("a", "b"), KeyValuePair.Create("c", "")] },
        ];

        filters.Select(filter => filter.Fingerprint(Owners.Local, AudioSort.NewestFirst)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Equal_filters_have_equal_fingerprints()
    {
        static string Fingerprint() => new AudioFilter { MinDuration = 0.1, Text = "é", Labels = [KeyValuePair.Create("a", "b")] }.Fingerprint(Owners.Local, AudioSort.NewestFirst);

        Fingerprint().Should().Be(Fingerprint()).And.MatchRegex("^[0-9a-f]{16}$");
    }
}
