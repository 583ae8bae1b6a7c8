using System.Buffers.Binary;

namespace AudioServer.IntegrationTests.BrokenAudio;

/// <summary>Finds frames, pages and packets in sound files, and takes one from the middle. Knows just enough of each format for the fixtures.</summary>
internal static class Frames
{
    private static readonly int[] AmrSizes = [13, 14, 16, 18, 20, 21, 27, 32, 6];
    private static readonly int[] Mp3BitRates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

    /// <summary>MPEG-1 layer III at 44.1 kHz.</summary>
    public static byte[] RemoveMp3(byte[] file)
    {
        var starts = new List<int>();
        for (var at = Mp3Start(file); at + 4 <= file.Length && file[at] == 0xFF;)
        {
            starts.Add(at);
            at += (144_000 * Mp3BitRates[file[at + 2] >> 4] / 44_100) + ((file[at + 2] >> 1) & 1);
        }

        return RemoveMiddle(file, starts);
    }

    /// <summary>The first frame header behind an ID3v2 tag.</summary>
    public static int Mp3Start(byte[] file) =>
        file.AsSpan().StartsWith("ID3"u8) ? 10 + ((file[6] << 21) | (file[7] << 14) | (file[8] << 7) | file[9]) : 0;

    public static byte[] RemoveAdts(byte[] file)
    {
        var starts = new List<int>();
        for (var at = 0; at + 7 <= file.Length; at += ((file[at + 3] & 3) << 11) | (file[at + 4] << 3) | (file[at + 5] >> 5))
        {
            starts.Add(at);
        }

        return RemoveMiddle(file, starts);
    }

    /// <summary>AC-3 and E-AC-3 of frames of one size.</summary>
    public static byte[] RemoveDolby(byte[] file)
    {
        var size = file.Find([0x0B, 0x77], 2);
        return RemoveMiddle(file, [.. Enumerable.Range(0, file.Length / size).Select(index => index * size)]);
    }

    public static byte[] RemoveAmr(byte[] file)
    {
        var starts = new List<int>();
        for (var at = 6; at < file.Length; at += AmrSizes[(file[at] >> 3) & 15])
        {
            starts.Add(at);
        }

        return RemoveMiddle(file, starts);
    }

    public static byte[] RemoveFlac(byte[] file)
    {
        var starts = FlacFrames(file);
        return file.Without(starts[0], starts[1] - starts[0]);
    }

    /// <summary>Frames of a fixed block size, by their sync code and numbers (RFC 9639, section 9.1).</summary>
    public static List<int> FlacFrames(byte[] file)
    {
        var starts = new List<int>();
        for (var at = FlacStart(file); at + 5 < file.Length; at++)
        {
            if (file[at] == 0xFF && file[at + 1] == 0xF8 && file[at + 4] == starts.Count)
            {
                starts.Add(at);
            }
        }

        return starts;
    }

    /// <summary>Behind the metadata blocks.</summary>
    public static int FlacStart(byte[] file)
    {
        var at = 4;
        while ((file[at] & 0x80) == 0)
        {
            at += 4 + (int)(file.Big(at) & 0xFFFFFF);
        }

        return at + 4 + (int)(file.Big(at) & 0xFFFFFF);
    }

    public static byte[] RemoveAsfPacket(byte[] file)
    {
        var size = (int)file.Little(file.Find([0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11]) + 92);
        return file.Without(AsfStart(file) + size, size);
    }

    /// <summary>Behind the head of the data object.</summary>
    public static int AsfStart(byte[] file) => file.Find([0x36, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) + 50;

    public static byte[] RemoveWavPackBlock(byte[] file)
    {
        var starts = new List<int>();
        for (var at = 0; at + 8 < file.Length && file.AsSpan(at).StartsWith("wvpk"u8); at += 8 + (int)file.Little(at + 4))
        {
            starts.Add(at);
        }

        return RemoveMiddle(file, starts);
    }

    public static byte[] RemoveOggPage(byte[] file)
    {
        var at = OggPages(file)[^2];
        return file.Without(at, OggPageSize(file, at));
    }

    public static List<int> OggPages(byte[] file)
    {
        var starts = new List<int>();
        for (var at = 0; at + 27 <= file.Length && file.AsSpan(at).StartsWith("OggS"u8); at += OggPageSize(file, at))
        {
            starts.Add(at);
        }

        return starts;
    }

    public static int OggPageSize(byte[] file, int at) => 27 + file[at + 26] + file.AsSpan(at + 27, file[at + 26]).ToArray().Sum(lacing => lacing);

    /// <summary>Writes the checksum that the page should have (RFC 3533, section 6).</summary>
    public static void SealOggPage(byte[] file, int at)
    {
        var page = file.AsSpan(at, OggPageSize(file, at));
        page[22..26].Clear();
        uint crc = 0;
        foreach (var value in page)
        {
            crc ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc << 1) ^ ((crc & 0x8000_0000) != 0 ? 0x04C1_1DB7u : 0);
            }
        }

        BinaryPrimitives.WriteUInt32LittleEndian(page[22..], crc);
    }

    private static byte[] RemoveMiddle(byte[] file, List<int> starts)
    {
        var index = starts.Count / 2;
        return file.Without(starts[index], (index + 1 < starts.Count ? starts[index + 1] : file.Length) - starts[index]);
    }
}
