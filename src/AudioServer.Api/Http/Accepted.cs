using AudioServer.Domain.Failures;
using Microsoft.Net.Http.Headers;

namespace AudioServer.Api.Http;

/// <summary>Content negotiation (RFC 9110 §12.5.1).</summary>
internal static class Accepted
{
    /// <summary>Of the most accepted media types the first; the very first when the Accept header is not there or cannot be read.</summary>
    /// <exception cref="NotAcceptable">The header excludes every one.</exception>
    public static string Best(HttpRequest request, IReadOnlyList<string> offered)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
        {
            return offered[0];
        }

        var best = offered.MaxBy(offer => QualityOf(offer, accepted))!;
        return QualityOf(best, accepted) > 0 ? best : throw new NotAcceptable($"This comes as {string.Join(", ", offered)}; the Accept header takes none of them.");
    }

    /// <summary>The quality of the most specific range that covers the offer; 0 when none does.</summary>
    private static double QualityOf(string offer, IList<MediaTypeHeaderValue> accepted)
    {
        var type = new MediaTypeHeaderValue(offer);
        return accepted.Where(range => type.IsSubsetOf(WithoutQuality(range))).OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0).Select(range => range.Quality ?? 1).FirstOrDefault();
    }

    /// <summary>A parameter makes a range narrower, but its quality is none.</summary>
    private static MediaTypeHeaderValue WithoutQuality(MediaTypeHeaderValue range)
    {
        var copy = range.Copy();
        copy.Quality = null;
        return copy;
    }
}
