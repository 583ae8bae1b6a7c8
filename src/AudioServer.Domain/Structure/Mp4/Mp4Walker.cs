using AudioServer.Domain.Formats;

namespace AudioServer.Domain.Structure.Mp4;

/// <summary>
/// MP4, M4A, 3GP and QuickTime (ISO/IEC 14496-12): whether the index is there, and whether every sample of the first sound track that it lists lies
/// inside the file.
/// </summary>
internal static class Mp4Walker
{
    // moov/trak/mdia/minf/stbl is the deepest that is looked into; deeper nests are stepped over.
    private const int MaxDepth = 8;

    public static FileStructure Walk(ForwardReader reader, string codec)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        var movie = new Movie(reader.Length);
        var open = new Stack<Box>();
        while (true)
        {
            while (open.Count > 0 && reader.Position >= open.Peek().End)
            {
                movie.Leave(open.Pop());
            }

            var limit = open.Count > 0 ? Math.Min(open.Peek().End, reader.Length) : reader.Length;
            if (reader.Left == 0 || (open.Count == 0 && BeginsAnother(reader, movie)) || Box.Read(reader, limit) is not { } box)
            {
                if (open.Count == 0 || reader.Left == 0)
                {
                    break;
                }

                // What is no box inside a box, such as four zero bytes at its end, ends it.
                reader.Advance(limit - reader.Position);
                continue;
            }

            movie.Enter(box, reader, isOutermost: open.Count == 0);
            if (open.Count < MaxDepth && movie.LooksInto(box.Type))
            {
                open.Push(box);
            }
            else
            {
                reader.Advance(box.End - reader.Position);
            }
        }

        while (open.TryPop(out var cut))
        {
            movie.Leave(cut);
        }

        var report = new MovieReport(movie, codec);
        report.Tell();
        Remainder.Tell(reader, report.Findings, report.EndsAt);
        return report.ToStructure();
    }

    /// <summary>Whether a second file begins behind a first one that has its index. Streams of fragments repeat their head by right.</summary>
    private static bool BeginsAnother(ForwardReader reader, Movie movie) => movie is { HasIndex: true, Fragments.Any: false } && reader.Peek(8).EndsWith("ftyp"u8);
}
