using AudioServer.Domain.Failures;

namespace AudioServer.Application.AudioFiles;

/// <summary>What an owner's quota leaves for one more file, as it was when asked. It saves receiving what cannot be kept; the save alone decides.</summary>
/// <param name="Quota">Bytes.</param>
/// <param name="Used">Bytes, without a file that the new one replaces.</param>
public readonly record struct QuotaRoom(long Quota, long Used)
{
    /// <summary>Bytes; not negative.</summary>
    public long Left => Math.Max(0, Quota - Used);

    /// <exception cref="QuotaExceeded">So many do not fit.</exception>
    public void Refuse(long bytes)
    {
        if (bytes > Left)
        {
            throw Exceeded();
        }
    }

    public QuotaExceeded Exceeded() => new(Quota, Used);
}
