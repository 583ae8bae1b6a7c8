using System.Text.Json.Serialization;
using AudioServer.Application.AudioFiles;

namespace AudioServer.Api.OpenApi;

/// <summary>A waveform as audiowaveform's JSON.</summary>
/// <param name="Version">2.</param>
/// <param name="Channels">One for the mean, else all.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="SamplesPerPixel">Samples that one pixel stands for.</param>
/// <param name="Bits">Of a value: 8 or 16.</param>
/// <param name="Length">Pixels.</param>
/// <param name="Data">Of each pixel the minimum and maximum of each channel.</param>
internal sealed record WaveformAnswer(
    int Version,
    int Channels,
    [property: JsonPropertyName("sample_rate")] int SampleRate,
    [property: JsonPropertyName("samples_per_pixel")] int SamplesPerPixel,
    int Bits,
    int Length,
    IReadOnlyList<int> Data);

/// <summary>An error (RFC 9457), with a stable code and the id of its log line.</summary>
/// <param name="Type">A URI that names the kind of problem.</param>
/// <param name="Title">The kind of problem in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What went wrong this time.</param>
/// <param name="Instance">The path asked for.</param>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="TraceId">Finds the request in the server's log.</param>
/// <param name="Errors">By parameter, what is wrong with it.</param>
/// <param name="Id">The file in question: the one that has the name, or that was kept though it is broken.</param>
/// <param name="Sha256">The content of the file that has the name.</param>
/// <param name="LooksLike">What it looks like instead of audio.</param>
/// <param name="Finding">The weightiest thing that verification found.</param>
/// <param name="FindingCount">How many things it found.</param>
/// <param name="Quota">Bytes that the user's files may take.</param>
/// <param name="Used">Bytes that they take.</param>
internal sealed record ProblemAnswer(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string Code,
    string TraceId,
    IReadOnlyDictionary<string, string[]>? Errors = null,
    Guid? Id = null,
    string? Sha256 = null,
    string? LooksLike = null,
    AudioFileView.FindingView? Finding = null,
    int? FindingCount = null,
    long? Quota = null,
    long? Used = null);
