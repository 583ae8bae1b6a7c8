using AudioServer.Api.Http;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Waveforms;

namespace AudioServer.Api.Content;

/// <summary>Chooses what a waveform is shown as.</summary>
internal static class WaveformNegotiation
{
    private static readonly WaveformFormat[] Formats = Enum.GetValues<WaveformFormat>();
    private static readonly string[] MediaTypes = [.. Formats.Select(format => format.ContentType())];

    /// <param name="asked">By the query, which goes before the header.</param>
    /// <param name="request">Its Accept header counts.</param>
    /// <exception cref="NotAcceptable">The header excludes every form.</exception>
    public static WaveformFormat Choose(WaveformFormat? asked, HttpRequest request) => asked ?? Formats[Array.IndexOf(MediaTypes, Accepted.Best(request, MediaTypes))];
}
