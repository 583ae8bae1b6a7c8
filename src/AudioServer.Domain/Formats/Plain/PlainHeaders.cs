namespace AudioServer.Domain.Formats.Plain;

/// <summary>
/// Reads the headers of files so plain that there is nothing to be wrong about: sound in a common form, whole, by the book, and nothing beside it. Of these it says
/// what ffprobe would, in microseconds instead of a process's start; of every other file it says nothing. A test holds it to ffprobe's word on every file of the corpus.
/// </summary>
public static class PlainHeaders
{
    /// <summary>Null where the file is of another format, holds a tag or a picture, or strays from the standard anywhere: then a prober has to look.</summary>
    /// <param name="content">Seekable; stays open, its position afterwards is anywhere.</param>
    /// <param name="demuxer">As <see cref="SignatureDetector"/> chose it.</param>
    public static PlainAudio? Read(Stream content, string demuxer)
    {
        ArgumentNullException.ThrowIfNull(content);
        return demuxer switch
        {
            "wav" => PlainWav.Read(content),
            "flac" => PlainFlac.Read(content),
            _ => null,
        };
    }
}
