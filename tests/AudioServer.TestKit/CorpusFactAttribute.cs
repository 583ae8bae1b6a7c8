namespace AudioServer.TestKit;

/// <summary>A test over the <see cref="Corpus"/>; reported as skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (Corpus.Folder is null)
        {
            Skip = $"{Corpus.Variable} is not set: it names the folder of the corpus.";
        }
    }
}
