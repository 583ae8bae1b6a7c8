using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests;

/// <summary>Requests as tests send them.</summary>
internal static class Requests
{
    /// <summary>A fifth of a second of sound.</summary>
    public static readonly byte[] Wav = File.ReadAllBytes(Fixtures.Audio("wav-s16.wav"));

    /// <summary>Sound that is not <see cref="Wav"/>.</summary>
    public static readonly byte[] Flac = File.ReadAllBytes(Fixtures.Audio("flac-s16.flac"));

    public static readonly byte[] Text = "These are words and no sound."u8.ToArray();

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>As RFC 9530 writes it.</summary>
    public static string Digest(byte[] content) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(content))}:";

    public static async Task<HttpResponseMessage> SendAsync(this AudioServerApp server, HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await server.Client.SendAsync(request);
    }

    /// <summary>Posts a raw body.</summary>
    public static Task<HttpResponseMessage> PostAsync(this AudioServerApp server, string query, byte[] body, params (string Name, string Value)[] headers) =>
        server.SendAsync(HttpMethod.Post, $"/post{query}", new ByteArrayContent(body), headers);

    /// <summary>Posts a multipart body exactly as given.</summary>
    public static Task<HttpResponseMessage> PostMultipartAsync(this AudioServerApp server, string query, byte[] body, string contentType = $"multipart/form-data; boundary={Boundary}", params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return server.SendAsync(HttpMethod.Post, $"/post{query}", content, headers);
    }

    public const string Boundary = "----------------------------d74496d66958873e";

    /// <summary>A part with the given Content-Disposition, in front of which its boundary stands.</summary>
    public static byte[] Part(string disposition, byte[] content, string? contentType = "application/octet-stream") =>
        [.. Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: {disposition}\r\n{(contentType is null ? "" : $"Content-Type: {contentType}\r\n")}\r\n"), .. content, .. "\r\n"u8];

    public static byte[] Multipart(params byte[][] parts) => [.. parts.SelectMany(part => part), .. Encoding.ASCII.GetBytes($"--{Boundary}--\r\n")];

    /// <summary>What curl -F file=@name sends.</summary>
    public static byte[] FilePart(string fileName, byte[] content) => Part($"form-data; name=\"file\"; filename=\"{fileName}\"", content);

    public static Task<HttpResponseMessage> PatchAsync(this AudioServerApp server, string id, string json, string mediaType = "application/merge-patch+json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return server.SendAsync(HttpMethod.Patch, $"/api/v1/audio/{id}", content);
    }

    public static async Task<JsonElement> CreatedAsync(this Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        return await answer.JsonAsync(HttpStatusCode.Created);
    }

    public static async Task<JsonElement> OkAsync(this Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        return await answer.JsonAsync();
    }

    public static async Task<JsonElement> RefusedAsync(this Task<HttpResponseMessage> sending, HttpStatusCode status, string code)
    {
        using var answer = await sending;
        return await answer.ProblemAsync(status, code);
    }
}
