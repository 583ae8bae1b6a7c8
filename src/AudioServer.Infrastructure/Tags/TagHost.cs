using System.Text.Json;
using TagLib;

namespace AudioServer.Infrastructure.Tags;

/// <summary>
/// The child process in which TagLibSharp meets strangers' files: it may overflow its stack or fill its memory here and harm nobody.
/// Reads a line of JSON a file, answers a line of JSON, until its input ends. One file at a time.
/// </summary>
public static class TagHost
{
    /// <summary>Longest text answered of one tag, in UTF-16 units; so an answer stays well below what its reader takes.</summary>
    private const int MaxText = 2000;

    /// <summary>What the first release knows of is <see cref="ReadStyle.Average"/> alone; later ones can leave pictures where they are.</summary>
    private static readonly ReadStyle Style = Enum.TryParse<ReadStyle>("PictureLazy", out var lazy) ? ReadStyle.Average | lazy : ReadStyle.Average;

    /// <summary>Serves requests until <paramref name="input"/> ends. Returns the process's exit code.</summary>
    public static int Run(Stream input, Stream output)
    {
        // Nothing but answers may stand on standard output.
        Console.SetOut(TextWriter.Null);
        using var requests = new StreamReader(input);
        using var answers = new StreamWriter(output) { AutoFlush = true, NewLine = "\n" };
        Answer(answers, new TagAnswer(Read: false));
        while (requests.ReadLine() is { } line)
        {
            Answer(answers, JsonSerializer.Deserialize(line, TagMessages.Default.TagRequest) is { } request ? Read(request) : new TagAnswer(Read: false));
        }

        return 0;
    }

    private static void Answer(StreamWriter answers, TagAnswer answer) => answers.WriteLine(JsonSerializer.Serialize(answer, TagMessages.Default.TagAnswer));

    private static TagAnswer Read(TagRequest request)
    {
        try
        {
            using var source = new ReadOnlySource(request.Path);
            using var file = TagLib.File.Create(source, request.MimeType, Style);
            var tag = file.Tag;
            return new TagAnswer(
                Read: true,
                Text(tag.Title),
                Text(Joined(tag.Performers)) ?? Text(Joined(tag.AlbumArtists)),
                Text(tag.Album),
                Text(Joined(tag.Genres)),
                Number(tag.Year),
                Number(tag.Track),
                Text(tag.Comment),
                tag.Pictures.Any(picture => picture.Type.ToString() != "NotAPicture"),
                file.Properties?.Duration.TotalSeconds is { } seconds && seconds > 0 ? seconds : null);
        }
        catch (Exception)
        {
            // TagLibSharp throws whatever its arithmetic runs into, and memory runs out over a false size.
            // None of it says that the file is not audio.
            return new TagAnswer(Read: false);
        }
    }

    private static string? Joined(string[]? values) => values is null ? null : string.Join("; ", values.Where(value => !string.IsNullOrWhiteSpace(value)).Take(20));

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Length <= MaxText ? text : text[..MaxText];

    private static int? Number(uint value) => value is > 0 and <= int.MaxValue ? (int)value : null;

    private sealed class ReadOnlySource(string path) : TagLib.File.IFileAbstraction, IDisposable
    {
        private readonly FileStream _stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        public string Name => path;

        public Stream ReadStream => _stream;

        public Stream WriteStream => throw new NotSupportedException("Tags are only read.");

        public void CloseStream(Stream stream) => stream.Dispose();

        public void Dispose() => _stream.Dispose();
    }
}
