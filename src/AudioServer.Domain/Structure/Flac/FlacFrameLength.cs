namespace AudioServer.Domain.Structure.Flac;

/// <summary>
/// Finds where a frame ends by reading its subframes without reckoning a sample: RFC 9639, 9.2. Frames do not state their length, so this is how
/// a damaged frame is told from a sound one with something foreign behind it.
/// </summary>
internal static class FlacFrameLength
{
    private const int ChecksumLength = 2;

    /// <summary>Bytes from the header to behind the checksum; more than <paramref name="bytes"/> has where they end before the frame; null where they make no sense.</summary>
    public static int? Of(ReadOnlySpan<byte> bytes, FlacFrameHeader header)
    {
        var bits = new FlacBits(bytes[header.Length..]);
        for (var channel = 0; channel < header.Channels; channel++)
        {
            if (!SkipSubframe(ref bits, header.BlockSize, header.BitsPerSample + (channel == header.SideChannel ? 1 : 0)))
            {
                return null;
            }

            if (bits.IsPastEnd)
            {
                return int.MaxValue;
            }
        }

        return header.Length + (int)((bits.Position + 7) / 8) + ChecksumLength;
    }

    private static bool SkipSubframe(ref FlacBits bits, int blockSize, int bitsPerSample)
    {
        // 9.2.1: a zero, six bits of type, a flag for wasted bits, their number less one in unary.
        var header = bits.Read(8);
        var type = (int)(header >> 1) & 0x3F;
        var width = bitsPerSample - ((header & 1) != 0 ? bits.Unary() + 1 : 0);
        if (header >= 0x80 || width <= 0)
        {
            return bits.IsPastEnd;
        }

        switch (type)
        {
            case 0: // constant
                bits.Skip(width);
                return true;
            case 1: // verbatim
                bits.Skip((long)width * blockSize);
                return true;
            case >= 8 and <= 12: // fixed predictor
                bits.Skip((long)width * (type - 8));
                return SkipResidual(ref bits, blockSize, type - 8);
            case >= 32: // linear predictor: warm-up samples, precision less one, shift, coefficients
                var order = type - 31;
                bits.Skip((long)width * order);
                var precision = (int)bits.Read(4) + 1;
                bits.Skip(5 + (precision * order));
                return precision < 16 && SkipResidual(ref bits, blockSize, order);
            default:
                return bits.IsPastEnd;
        }
    }

    /// <summary>9.2.7: partitions of Rice codes, each with its own parameter, or with plain numbers behind the escape parameter.</summary>
    private static bool SkipResidual(ref FlacBits bits, int blockSize, int order)
    {
        var parameterBits = bits.Read(2) switch { 0 => 4, 1 => 5, _ => 0 };
        var partitionOrder = (int)bits.Read(4);
        var partitionSize = blockSize >> partitionOrder;
        if (parameterBits == 0 || partitionSize < order || partitionSize << partitionOrder != blockSize)
        {
            return bits.IsPastEnd;
        }

        for (var partition = 0; partition < 1 << partitionOrder && !bits.IsPastEnd; partition++)
        {
            var samples = partitionSize - (partition == 0 ? order : 0);
            var parameter = (int)bits.Read(parameterBits);
            if (parameter == (1 << parameterBits) - 1)
            {
                bits.Skip((long)bits.Read(5) * samples);
                continue;
            }

            for (var sample = 0; sample < samples && !bits.IsPastEnd; sample++)
            {
                _ = bits.Unary();
                bits.Skip(parameter);
            }
        }

        return true;
    }
}
