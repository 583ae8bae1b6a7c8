using System.Buffers.Binary;
using AudioServer.Domain.Formats;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>
/// WAVE: RIFF and RIFX (Microsoft, Multimedia Programming Interface 1.0), RF64 and BW64 (ITU-R BS.2088). The size of the data chunk against the bytes
/// there, the size of the whole against its chunks, and what stands behind.
/// </summary>
internal static class WavWalker
{
    // A writer that forgot to count a header or two, or an editor that took away a tag behind the audio, has lost nothing.
    private const int FewBytes = 256;

    // MP3 and MP2 inside WAVE: the encoder's delay and the fill of the last frame are in the stream, but not in the fact chunk.
    private const int TwoFrames = 2 * 1152;

    public static FileStructure Walk(ForwardReader reader, string codec)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        var start = reader.Position;
        var form = reader.Peek(12);
        if (form.Length < 12)
        {
            return FileStructure.Unknown;
        }

        var bigEndian = form.StartsWith("RIFX"u8);
        var wide = !bigEndian && !form.StartsWith("RIFF"u8);
        var size = (long)(bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(form[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(form[4..]));
        reader.Advance(12);

        var sound = new SoundData(codec);
        var sizes = new WideSizes(wide);
        var walk = new ChunkWalk(reader, sound, sizes, bigEndian, WideSizes.IsOpen(size));
        while (walk.Step())
        {
        }

        sound.TellCuts("data chunk", reader.Length);
        if (sound.HasData)
        {
            TellWhole(walk, start, wide && size == uint.MaxValue ? sizes.Whole ?? size : size);
            Remainder.Tell(reader, sound.Findings, sound.EndsAt);
        }

        return sound.ToStructure(
            sound.IsPcm ? sound.Promised : IsFrameCodec(codec) || sound.Present is not null ? sound.StatedSamples ?? sound.Promised : null,
            IsFrameCodec(codec) ? TwoFrames : 0);
    }

    private static bool IsFrameCodec(string codec) => codec is "mp3" or "mp2";

    private static void TellWhole(ChunkWalk walk, long start, long size)
    {
        var (sound, walked, length) = (walk.Sound, walk.Reader.Position, walk.Reader.Length);
        var end = start + Chunk.HeaderSize + size;
        if (walk.CutChunk is { } cut)
        {
            sound.Findings.Add(SizeFindings.SizeWrong(
                Severity.Warning, $"The chunk \"{cut.Id}\" promises {cut.Size:N0} bytes, but the file ends after {length - walked - Chunk.HeaderSize:N0} of them; no audio is missing.", walked));
            walk.Reader.Advance(length);
        }
        else if (!sound.IsCut && !WideSizes.IsOpen(size) && Math.Abs(end - walk.AudioEnd) > 1 && Math.Abs(end - walked) > 1)
        {
            sound.Findings.Add(SizeFindings.SizeWrong(
                Math.Abs(end - walked) <= FewBytes ? Severity.Info : Severity.Warning,
                $"The header promises a file of {end:N0} bytes, but its chunks end at {walked:N0}.",
                start + 4));
        }
    }

    /// <summary>One chunk after the other.</summary>
    private sealed class ChunkWalk(ForwardReader reader, SoundData sound, WideSizes sizes, bool bigEndian, bool isOpen)
    {
        public ForwardReader Reader { get; } = reader;

        public SoundData Sound { get; } = sound;

        /// <summary>Where the audio's chunk ends: a tagger may have added others behind it without counting them.</summary>
        public long AudioEnd { get; private set; }

        /// <summary>The chunk, none of audio, that the file's end cuts; null when none is.</summary>
        public Chunk? CutChunk { get; private set; }

        /// <summary>False at the end, or where no chunk begins.</summary>
        public bool Step()
        {
            // A whole file behind the file is no chunk of it.
            if (Chunk.Next(Reader, bigEndian) is not { Id: not ("RIFF" or "RIFX" or "RF64" or "BW64") } chunk)
            {
                return false;
            }

            chunk = chunk with { Size = sizes.Of(chunk) };
            if (chunk.Id == "data")
            {
                return Data(chunk.Size);
            }

            if (chunk.Size > Reader.Left - Chunk.HeaderSize)
            {
                // Behind whole audio, what claims more than there is may as well be no chunk at all.
                CutChunk = Sound.HasData && chunk.Size < int.MaxValue && IsKnown(chunk.Id) ? chunk : null;
                return false;
            }

            Reader.Advance(Chunk.HeaderSize);
            var content = Reader.Peek((int)Math.Min(chunk.Size, ForwardReader.MaxPeek));
            switch (chunk.Id)
            {
                case "ds64":
                    sizes.Read(content);
                    break;
                case "fmt " when WaveFormat.Parse(content, bigEndian) is { } format:
                    Sound.Describe(format.Channels, format.SampleRate, format.BlockSize);
                    break;
                case "fact" when content.Length >= 4:
                    Sound.StatedSamples = Stated(bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(content) : BinaryPrimitives.ReadUInt32LittleEndian(content));
                    break;
            }

            Leave(chunk.Size);
            return true;
        }

        private bool Data(long size)
        {
            Reader.Advance(Chunk.HeaderSize);
            var (start, left) = (Reader.Position, Reader.Left);
            if (WideSizes.IsOpen(size) && left != size && (size == 0 || left < size))
            {
                Sound.Add(start, null, left);
                Sound.Findings.Add(SizeFindings.SizeWrong(
                    isOpen || size > 0 ? Severity.Info : Severity.Warning, $"The data chunk's size was left open ({size:N0}): all {left:N0} bytes to the end are taken for audio.", start - 4));
                Reader.Advance(left);
                return false;
            }

            Sound.Add(start, size, Math.Min(size, left));
            Leave(size);
            AudioEnd = Reader.Position;
            return true;
        }

        private void Leave(long size)
        {
            Reader.Advance(size);
            Chunk.SkipPadding(Reader, size, bigEndian);
        }

        private static long? Stated(long samples) => WideSizes.IsOpen(samples) ? null : samples;

        private static bool IsKnown(string id) => id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '_');
    }
}
