using System.Collections;

namespace AudioServer.Domain.Verification;

/// <summary>Findings in the order they were made. Of each code only the first few are kept, so that a file of a million damages makes no report of a million lines.</summary>
public sealed class FindingList : IReadOnlyCollection<Finding>
{
    /// <summary>Findings kept of one code.</summary>
    public const int MaxOfOneCode = 20;

    private readonly List<Finding> _kept = [];
    private readonly Dictionary<string, int> _count = [];

    /// <summary>How many are kept.</summary>
    public int Count => _kept.Count;

    /// <summary>How many of this code were found, kept or not.</summary>
    public int CountOf(string code) => _count.GetValueOrDefault(code);

    public void Add(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if ((_count[finding.Code] = CountOf(finding.Code) + 1) <= MaxOfOneCode)
        {
            _kept.Add(finding);
        }
    }

    /// <summary>How many were found of all codes, kept or not.</summary>
    public int Total => _count.Values.Sum();

    public IEnumerator<Finding> GetEnumerator() => _kept.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
