using AudioServer.Domain.Verification;

namespace AudioServer.Infrastructure.Decoders;

/// <summary>What a decoder complained of: the first complaints, and how many there were in all. The same one said again at once counts and is not kept.</summary>
internal sealed class ComplaintList
{
    private const int MaxKept = 50;

    private readonly List<DecoderComplaint> _kept = [];
    private string? _last;

    public IReadOnlyList<DecoderComplaint> Kept => _kept;

    public int Count { get; private set; }

    public void Add(string message, double at)
    {
        Count++;
        if (message != _last && _kept.Count < MaxKept)
        {
            _kept.Add(new DecoderComplaint(message, at));
        }

        _last = message;
    }

    /// <summary>The last complaint was made so many times more.</summary>
    public void Repeat(int times) => Count = (int)Math.Min((long)Count + times, int.MaxValue);

    public ComplaintList Copy()
    {
        var copy = new ComplaintList { Count = Count, _last = _last };
        copy._kept.AddRange(_kept);
        return copy;
    }
}
