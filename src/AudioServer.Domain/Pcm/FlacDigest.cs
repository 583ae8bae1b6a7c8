using System.Security.Cryptography;

namespace AudioServer.Domain.Pcm;

/// <summary>
/// The MD5 that FLAC states of its samples (RFC 9639 8.2): interleaved, signed, little-endian, each in as many whole bytes as its bits need.
/// Decoders give samples out at the upper end of the encoding; there they are taken down from.
/// </summary>
internal sealed class FlacDigest : IDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly PcmEncoding _encoding;
    private readonly int _shift;
    private readonly int _size;

    private FlacDigest(PcmEncoding encoding, int bits)
    {
        _encoding = encoding;
        _shift = (8 * encoding.SampleSize()) - bits;
        _size = (bits + 7) / 8;
    }

    /// <summary>Null when none is wanted, or the encoding does not hold so many bits exactly.</summary>
    public static FlacDigest? For(PcmEncoding encoding, int? bits) =>
        encoding is not (PcmEncoding.F32 or PcmEncoding.F64) && bits > 0 && bits <= 8 * encoding.SampleSize() ? new FlacDigest(encoding, bits.Value) : null;

    public void Append(ReadOnlySpan<byte> samples)
    {
        if (_shift == 0 && _encoding != PcmEncoding.U8)
        {
            _md5.AppendData(samples);
            return;
        }

        var (width, used) = (_encoding.SampleSize(), 0);
        for (; !samples.IsEmpty; samples = samples[width..])
        {
            var value = Signed(samples[..width]) >> _shift;
            for (var place = 0; place < _size; place++)
            {
                _buffer[used++] = (byte)(value >> (8 * place));
            }

            if (used > BufferSize - _size)
            {
                _md5.AppendData(_buffer, 0, used);
                used = 0;
            }
        }

        _md5.AppendData(_buffer, 0, used);
    }

    public byte[] Complete() => _md5.GetHashAndReset();

    public void Dispose() => _md5.Dispose();

    private long Signed(ReadOnlySpan<byte> sample)
    {
        if (_encoding == PcmEncoding.U8)
        {
            return sample[0] - 128;
        }

        long value = (sbyte)sample[^1];
        for (var place = sample.Length - 2; place >= 0; place--)
        {
            value = (value << 8) | sample[place];
        }

        return value;
    }
}
