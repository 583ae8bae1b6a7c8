using AudioServer.Api.Parameters;
using Microsoft.Net.Http.Headers;

namespace AudioServer.Api.Content;

/// <summary>How content is offered, and who may send it.</summary>
internal static class ContentOffer
{
    /// <summary>Content-Disposition for a file of this name: in ASCII, and in UTF-8 as RFC 5987 writes it.</summary>
    public static ContentDispositionHeaderValue Of(Disposition disposition, string name)
    {
        var offer = new ContentDispositionHeaderValue(disposition == Disposition.Inline ? "inline" : "attachment");
        offer.SetHttpFileName(name);
        return offer;
    }

    /// <summary>
    /// Whether a client that repeats this request at a store is answered there as it would be here. HEAD is not: an address is good for GET alone. Nor is what depends on our
    /// entity tag or date being the content's, for the store has others. A tag or date that is not the content's may be the store's: then that says 304 as we would.
    /// </summary>
    public static bool MayBeSentByAStore(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers is { IfMatch.Count: 0, IfUnmodifiedSince.Count: 0, IfRange.Count: 0 };
}
