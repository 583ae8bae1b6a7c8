using AudioServer.Domain.Pcm;
using AudioServer.Domain.Verification;

namespace AudioServer.Application.Ports;

/// <summary>Decodes audio in a process of its own, within bounds of time, memory and output. Nothing is spooled.</summary>
public interface IAudioDecoder
{
    /// <summary>
    /// Decodes the first audio stream from its first to its last sample, going on behind what does not decode, and hands every sample to
    /// <paramref name="receive"/>, one call at a time. Whatever happens, no process is left when this returns.
    /// </summary>
    /// <exception cref="DecoderUnavailableException">The decoder itself cannot run; no fault of the file's.</exception>
    Task<Decoding> DecodeAsync(DecodeRequest request, PcmReceiver receive, CancellationToken cancellationToken);
}

/// <param name="Path">A local file.</param>
/// <param name="Demuxer">ffmpeg's demuxer, to be forced.</param>
/// <param name="Encoding">Of the samples wanted.</param>
/// <param name="TimeLimit">Wall and processor time; after it the decoder is killed.</param>
/// <param name="MaxSeconds">Decoding ends, as <see cref="DecodingEnd.OutOfBounds"/>, when so much audio has come.</param>
public sealed record DecodeRequest(string Path, string Demuxer, PcmEncoding Encoding, TimeSpan TimeLimit, double MaxSeconds);

/// <summary>The decoding tool is missing, cannot be started or its cage cannot be built.</summary>
public sealed class DecoderUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
