using System.Collections.Concurrent;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Verification;

/// <summary>The corpus in the product's own hands. Its sounds, which several tests hold against something, are examined once for all.</summary>
internal static class CorpusExaminations
{
    private static readonly Lazy<Task<IReadOnlyDictionary<CorpusFile, Examination?>>> Sounds = new(() => OfAsync("audio"));

    /// <summary>Of the sound files; null for one that the gate refuses.</summary>
    public static Task<IReadOnlyDictionary<CorpusFile, Examination?>> OfSoundsAsync() => Sounds.Value;

    /// <summary>Of all files of these kinds; null for what the gate refuses.</summary>
    public static async Task<IReadOnlyDictionary<CorpusFile, Examination?>> OfAsync(params string[] kinds)
    {
        using var laboratory = new Laboratory();
        var examinations = new ConcurrentDictionary<CorpusFile, Examination?>();
        var faults = new ConcurrentBag<Exception>();
        await Parallel.ForEachAsync(Corpus.Files().Where(file => kinds.Contains(file.Kind)), async (file, _) =>
        {
            try
            {
                examinations[file] = await laboratory.ExamineAsync(Corpus.FullPath(file));
            }
            catch (Exception fault)
            {
                faults.Add(new InvalidOperationException(file.Path, fault));
            }
        });
        faults.Should().BeEmpty();
        return examinations;
    }
}
