using System.Text.Json;
using AudioServer.Application.Ports;

namespace AudioServer.Infrastructure.Probing;

/// <summary>Reads what ffprobe prints with <c>-of json</c>. The printer is trusted no more than the file that it read.</summary>
internal static class FfprobeJson
{
    /// <summary>As ffprobe warns when no header gave a length.</summary>
    private const string Estimated = "Estimating duration from bitrate";

    /// <summary>The facts of the first audio stream; null when there is none or the output is no such JSON.</summary>
    public static StreamFacts? Read(ReadOnlySpan<byte> output, string errors, ProbeSource source)
    {
        try
        {
            var reader = new Utf8JsonReader(output);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement, errors, source) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StreamFacts? Read(JsonElement root, string errors, ProbeSource source)
    {
        var streams = Member(root, "streams") is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().ToArray() : [];
        var stream = streams.FirstOrDefault(candidate => Text(candidate, "codec_type") == "audio");
        if (stream.ValueKind != JsonValueKind.Object
            || Member(root, "format") is not { } format
            || Plausible.Name(Text(format, "format_name")) is not { } container)
        {
            return null;
        }

        var codec = Plausible.Name(Text(stream, "codec_name")) ?? "unknown";
        var duration = Plausible.Duration(Text(stream, "duration"), source.Bytes) ?? Plausible.Duration(Text(format, "duration"), source.Bytes);
        var stated = Plausible.StatesLength(source.Demuxer) && !errors.Contains(Estimated, StringComparison.Ordinal);
        var pictures = streams.Where(candidate => Text(candidate, "codec_type") == "video").ToLookup(IsAttached);
        return new StreamFacts(
            container,
            codec,
            Plausible.SampleRate(Number(stream, "sample_rate")),
            Plausible.Channels(Number(stream, "channels")),
            Plausible.BitsPerSample(codec, Number(stream, "bits_per_raw_sample")) ?? Plausible.BitsPerSample(codec, Number(stream, "bits_per_sample")),
            Plausible.BitRate(Number(stream, "bit_rate")) ?? Plausible.BitRate(Number(format, "bit_rate")),
            stated ? duration : null,
            stated ? null : duration,
            HasVideo: pictures[false].Any(),
            HasCover: pictures[true].Any(),
            source.IsWebM,
            Plausible.Tags(name => Tag(format, name) ?? Tag(stream, name)),
            Plausible.Name(Text(stream, "sample_fmt")));
    }

    private static bool IsAttached(JsonElement stream) => Member(stream, "disposition") is { } disposition && Number(disposition, "attached_pic") == 1;

    private static string? Tag(JsonElement holder, string name) =>
        Member(holder, "tags") is { ValueKind: JsonValueKind.Object } tags
            ? tags.EnumerateObject()
                .Where(tag => tag.Value.ValueKind == JsonValueKind.String && string.Equals(tag.Name, name, StringComparison.OrdinalIgnoreCase))
                .Select(tag => tag.Value.GetString())
                .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text))
            : null;

    private static JsonElement? Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement holder, string name) => Member(holder, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static long? Number(JsonElement holder, string name) => Plausible.Integer(Text(holder, name));
}
