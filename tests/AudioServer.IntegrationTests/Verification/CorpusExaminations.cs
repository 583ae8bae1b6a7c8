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
        // All in one folder, as uploads are: for each other one the tag reader starts its process anew.
        using var folder = new TemporaryFolder();
        using var laboratory = new Laboratory();
        var examinations = new ConcurrentDictionary<CorpusFile, Examination?>();
        var faults = new ConcurrentBag<Exception>();
        await Parallel.ForEachAsync(Corpus.Files().Where(file => kinds.Contains(file.Kind)), async (file, _) =>
        {
            try
            {
                var copy = folder.File($"{Guid.NewGuid():N}");
                File.Copy(Corpus.FullPath(file), copy);
                examinations[file] = await laboratory.ExamineAsync(copy);
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
