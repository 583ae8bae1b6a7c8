namespace AudioServer.Domain.Formats.Frames;

/// <summary>
/// An MPEG transport stream: ISO/IEC 13818-1 2.4.3.2. One byte of sync, so many packets are asked for.
/// </summary>
/// <param name="length">188; 192 with the time stamp of Blu-ray and AVCHD in front; 204 with Reed-Solomon bytes behind.</param>
/// <param name="lead">How many bytes stand before the sync byte.</param>
internal sealed class TransportPackets(int length, int lead) : FrameFormat("mpegts", enough: 8)
{
    private const byte Sync = 0x47;

    public override Frame? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < lead + 4)
        {
            return null;
        }

        // No transport error; a payload, an adaptation field or both.
        var header = bytes[lead..];
        return header[0] == Sync && (header[1] & 0x80) == 0 && (header[3] & 0x30) != 0 ? new Frame(length, 0) : null;
    }
}
