using AudioServer.Domain.Derived;

namespace AudioServer.Application.Ports;

/// <summary>Decodes a file, from its first sample on, and encodes what is wanted of it, in a process of its own within bounds of time, memory and output.</summary>
public interface IAudioConverter
{
    /// <summary>Writes the derived file. What stands in the output is whole on <see cref="ConversionEnd.Done"/> only; whatever happens, no process is left when this returns.</summary>
    /// <exception cref="Domain.Failures.StorageFull">The disk of the output is full.</exception>
    /// <exception cref="Domain.Failures.Unavailable">The converter itself cannot run; no fault of the file's.</exception>
    Task<Conversion> ConvertAsync(ConversionRequest request, CancellationToken cancellationToken);
}

/// <param name="Path">A local file.</param>
/// <param name="Demuxer">ffmpeg's demuxer, to be forced.</param>
/// <param name="Derivation">What to make.</param>
/// <param name="Output">Where: a local file that exists and is empty.</param>
public sealed record ConversionRequest(string Path, string Demuxer, Derivation Derivation, string Output);

/// <param name="End">How it ended.</param>
/// <param name="SampleCount">Samples of one channel that went into the result; meaningful on <see cref="ConversionEnd.Done"/> only.</param>
public sealed record Conversion(ConversionEnd End, long SampleCount = 0);

public enum ConversionEnd
{
    Done,

    /// <summary>The source decodes, but ends before the first sample that was wanted.</summary>
    NothingThere,

    /// <summary>Not one sample decodes, or the encoder refuses what does.</summary>
    Impossible,

    /// <summary>The result would be larger, or would take longer, than is allowed.</summary>
    OutOfBounds,
}
