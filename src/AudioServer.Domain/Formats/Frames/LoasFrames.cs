namespace AudioServer.Domain.Formats.Frames;

/// <summary>AAC in LOAS (AudioSyncStream): ISO/IEC 14496-3 1.7.2. Eleven bits of sync, thirteen of length, nothing else to hold on to.</summary>
internal sealed class LoasFrames() : FrameFormat("loas", enough: 6)
{
    private const int HeaderLength = 3;

    public override byte? SyncByte => 0x56;

    public override Frame? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes[0] != 0x56 || (bytes[1] & 0xE0) != 0xE0)
        {
            return null;
        }

        var payload = ((bytes[1] & 0x1F) << 8) | bytes[2];
        return payload > 0 ? new Frame(HeaderLength + payload, 0) : null;
    }
}
