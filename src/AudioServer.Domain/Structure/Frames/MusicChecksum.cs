namespace AudioServer.Domain.Structure.Frames;

/// <summary>
/// LAME's sum over all frames of audio, without the one that holds the tag (the LAME tag rev. 1, "MusicCRC"): x¹⁶ + x¹⁵ + x² + 1, the least
/// significant bit first. libavformat's muxer writes it too.
/// </summary>
/// <param name="frames">How many frames it covers; those beyond are left out.</param>
internal sealed class MusicChecksum(long frames)
{
    private const int Polynomial = 0xA001;

    private static readonly ushort[] Table = MakeTable();

    private long _missing = frames;

    /// <summary>Of the frames so far.</summary>
    public ushort Value { get; private set; }

    /// <summary>Whether all frames have come.</summary>
    public bool IsComplete => _missing == 0;

    public void Add(ReadOnlySpan<byte> frame)
    {
        if (_missing == 0)
        {
            return;
        }

        _missing--;
        var sum = Value;
        foreach (var value in frame)
        {
            sum = (ushort)((sum >> 8) ^ Table[(byte)(sum ^ value)]);
        }

        Value = sum;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (var value = 0; value < table.Length; value++)
        {
            var sum = value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) != 0 ? Polynomial : 0);
            }

            table[value] = (ushort)sum;
        }

        return table;
    }
}
