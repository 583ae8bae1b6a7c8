using System.Text.Json.Nodes;

namespace AudioServer.Api.OpenApi;

/// <summary>An example of each shape, by its schema's name.</summary>
internal static class Examples
{
    private const string File = """
        {
          "id": "019b0c5e-8f3e-7c8a-9f43-2b1f0d5c7a11", "name": "myfile.wav", "size": 567532,
          "sha256": "44aff4ab2d7c3250525675a08f0cfa9591168cffe51791c5f5bbc417c15a6c38", "contentType": "audio/wav",
          "container": "wav", "codec": "pcm_s16le", "duration": 3.217007, "durationSource": "decoded", "declaredDuration": 3.217007,
          "sampleCount": 141870, "sampleRate": 44100, "channels": 2, "bitsPerSample": 16, "bitRate": 1411200,
          "tags": { "title": null, "artist": null, "album": null, "genre": null, "year": null, "track": null, "comment": null },
          "labels": { "project": "demo" }, "hasCover": false,
          "createdAt": "2026-11-22T09:00:00.000Z", "updatedAt": "2026-11-22T09:00:01.000Z",
          "verification": { "state": "ok", "progress": 1.0, "checkedAt": "2026-11-22T09:00:01.000Z", "findingCount": 0, "firstFinding": null },
          "loudness": { "integratedLufs": -18.2, "rangeLu": 3.1, "truePeakDbtp": -1.0, "samplePeakDbfs": -1.2 }
        }
        """;

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["AudioFile"] = File,
        ["AudioPage"] = $$"""{ "items": [{{File}}], "next": null, "total": 1 }""",
        ["AudioChange"] = """{ "name": "take3.wav", "labels": { "project": "demo", "draft": null } }""",
        ["VerificationReport"] = """
            {
              "id": "019b0c5e-8f3e-7c8a-9f43-2b1f0d5c7a11", "name": "cut.mp3", "state": "broken", "progress": 1.0, "checkedAt": "2026-11-22T09:00:01.000Z", "elapsed": 0.087,
              "decoder": { "name": "ffmpeg", "version": "5.1.6" },
              "declared": { "duration": 0.548571, "sampleCount": 24192, "sampleRate": 44100, "channels": 2, "bitsPerSample": null, "bitRate": 128000 },
              "measured": { "duration": 0.235102, "sampleCount": 10368, "sampleRate": 44100, "channels": 2, "sampleFormat": "f32le", "pcmSha256": "44aff4ab2d7c3250525675a08f0cfa9591168cffe51791c5f5bbc417c15a6c38" },
              "loudness": { "integratedLufs": null, "rangeLu": null, "truePeakDbtp": -3.1, "samplePeakDbfs": -3.2 },
              "silence": [], "clippedSamples": 0,
              "findings": [{ "code": "truncated", "severity": "error", "message": "The Info tag promises 21 frames, but the file ends after 9 of them.", "at": 0.235, "byte": 4607 }]
            }
            """,
        ["Waveform"] = """{ "version": 2, "channels": 1, "sample_rate": 44100, "samples_per_pixel": 256, "bits": 8, "length": 3, "data": [-12, 10, -64, 71, -30, 25] }""",
        ["NewLink"] = """{ "expiresIn": 3600, "disposition": "inline" }""",
        ["Link"] = """{ "url": "http://localhost:8000/api/v1/audio/019b0c5e-8f3e-7c8a-9f43-2b1f0d5c7a11/content?expires=1795347600&signature=3q2-7w", "expiresAt": "2026-11-22T10:00:00.000Z" }""",
        ["UserCredentials"] = """{ "username": "alice", "password": "orange kettle on the roof" }""",
        ["User"] = """{ "id": "019b0c5e-8f3e-7c8a-9f43-2b1f0d5c7a12", "name": "alice", "isDisabled": false, "createdAt": "2026-11-22T09:00:00.000Z" }""",
        ["Session"] = """{ "name": "alice", "expiresAt": "2026-11-29T09:00:00.000Z" }""",
        ["Me"] = """{ "name": "alice", "usage": 567532, "quota": null }""",
        ["NewToken"] = """{ "name": "laptop", "scopes": ["read", "write"], "expiresAt": "2099-12-31T00:00:00Z" }""",
        ["Token"] = """{ "id": "019b0c5e-8f3e-7c8a-9f43-2b1f0d5c7a13", "name": "laptop", "scopes": ["read", "write"], "createdAt": "2026-11-22T09:00:00.000Z", "expiresAt": null, "token": null }""",
        ["Health"] = """{ "status": "ready", "parts": { "database": "ok", "storage": "ok", "decoder": "ok (ffmpeg 5.1.6)", "worker": "ok" } }""",
        ["Problem"] = """
            {
              "type": "urn:audioserver:problem:not_audio", "title": "This is not audio", "status": 415, "detail": "This is not audio: it looks like a PNG image.",
              "instance": "/post", "code": "not_audio", "traceId": "5434213957233e4e58c5ada5a8e3b84e", "looksLike": "a PNG image"
            }
            """,
    };

    /// <summary>Null when there is none.</summary>
    public static IList<JsonNode>? Of(string? schema) => schema is not null && Texts.TryGetValue(schema, out var text) ? [JsonNode.Parse(text)!] : null;
}
