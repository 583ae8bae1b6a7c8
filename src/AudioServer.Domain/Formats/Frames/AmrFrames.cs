namespace AudioServer.Domain.Formats.Frames;

/// <summary>AMR in its file form: RFC 4867 5.3. One byte tells the frame's type, and there is no sync word, so frames cannot be looked for.</summary>
internal sealed class AmrFrames(bool wideband) : FrameFormat("amr", enough: int.MaxValue)
{
    private const int Reserved = -1;

    // 3GPP TS 26.101 annex A and 26.201 annex A, without the byte of the type. Types 9 to 11 of the narrow band are other systems' comfort noise.
    private static readonly int[] NarrowLengths = [12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, Reserved, Reserved, Reserved, 0];
    private static readonly int[] WideLengths = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5, Reserved, Reserved, Reserved, Reserved, 0, 0];

    public override Frame? Parse(ReadOnlySpan<byte> bytes)
    {
        // A bit of padding, four of type, one of quality, two of padding.
        if (bytes.IsEmpty || (bytes[0] & 0x83) != 0)
        {
            return null;
        }

        var length = (wideband ? WideLengths : NarrowLengths)[bytes[0] >> 3];
        return length == Reserved ? null : new Frame(length + 1, 0, wideband ? 320 : 160, wideband ? 16_000 : 8000, Channels: 1);
    }
}
