namespace AudioServer.Domain.Formats.Frames;

/// <summary>AAC in ADTS: ISO/IEC 14496-3 1.A.2.2, ISO/IEC 13818-7 6.2.</summary>
internal sealed class AdtsFrames() : FrameFormat("aac", enough: 4)
{
    private const int HeaderLength = 7;
    private const int SampleRates = 13;

    public override Frame? Parse(ReadOnlySpan<byte> bytes)
    {
        // Twelve bits of sync, the MPEG version, two bits of layer that are always zero.
        if (bytes.Length < HeaderLength || bytes[0] != 0xFF || (bytes[1] & 0xF6) != 0xF0 || ((bytes[2] >> 2) & 15) >= SampleRates)
        {
            return null;
        }

        var length = ((bytes[3] & 3) << 11) | (bytes[4] << 3) | (bytes[5] >> 5);
        var kind = ((bytes[1] & 0x08) << 16) | ((bytes[2] & 0xFD) << 8) | (bytes[3] & 0xC0); // version, profile, rate, channels
        return length > HeaderLength ? new Frame(length, kind) : null;
    }
}
