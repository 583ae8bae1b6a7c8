using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.Api.Client;

/// <summary>What is to be done with each file, in the upload's own words.</summary>
/// <param name="Name">Null: the file's.</param>
/// <param name="Labels">Each <c>key:value</c>.</param>
/// <param name="OnConflict">Null: the server's default.</param>
/// <param name="OnBroken">Null: the server's default.</param>
/// <param name="Wait">Seconds for the verdict, infinite for as long as it takes; null does not wait.</param>
internal sealed record UploadWish(string? Name, string[] Labels, string? OnConflict, string? OnBroken, double? Wait);

/// <summary>Uploads one file after the other.</summary>
internal sealed class Uploader(ClientCall call, UploadWish wish)
{
    /// <summary>Seconds that a server holds an answer at most; beyond them it is asked.</summary>
    private const double LongestHold = 60;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Prints the file as it is stored.</summary>
    /// <exception cref="CommandFailedException">It is not stored, or not as it should be.</exception>
    public async Task UploadAsync(InputFile file)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var source = await file.OpenAsync(call.Stop);
        var sha256 = source.CanSeek ? await HashAsync(source) : null;
        var (stored, isNew, id) = (default(JsonElement), true, Guid.Empty);
        try
        {
            stored = await SendAsync(file, source, sha256);
        }
        catch (CommandFailedException taken) when (taken.Code == "name_taken" && sha256 is not null && taken.Member("sha256") == sha256 && Guid.TryParse(taken.Member("id"), out id))
        {
            call.Terminal.Note($"{file.Label}: is there already");
            (stored, isNew) = (wish.Labels.Length == 0 ? await GetAsync(id) : await LabelAsync(id), false);
        }

        if (wish.Wait is { } seconds)
        {
            stored = await WaitAsync(file, stored, started, seconds, isNew);
        }

        call.Show(stored);
    }

    private async Task<JsonElement> SendAsync(InputFile file, Stream source, string? sha256)
    {
        using var content = new FileContent(source, sha256 is null ? null : source.Length, sent => call.Terminal.Progress(sha256 is null ? null : (double)sent / source.Length, $"{file.Label} {FileLines.Size(sent)}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, AudioClient.Query("post", Parameters(file))) { Content = content };

        // What can be refused without the bytes, such as a name that is taken, is answered before they are sent.
        request.Headers.ExpectContinue = true;
        if (sha256 is not null)
        {
            request.Headers.Add("Repr-Digest", $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(sha256))}:");
        }

        var stored = await call.Server.AskAsync(request, call.Stop);
        return AudioClient.FileOf(stored).Sha256 == content.Sha256 ? stored : throw new CommandFailedException(ExitCode.Failure, "digest_mismatch", "The server has stored other bytes than were sent.");
    }

    private IEnumerable<(string Name, string? Value)> Parameters(InputFile file) =>
    [
        ("name", wish.Name ?? file.Name),
        ("onconflict", wish.OnConflict),
        ("wait", wish.Wait is { } seconds ? Math.Min(seconds, LongestHold).ToString("0.###", CultureInfo.InvariantCulture) : null),
        ("onbroken", wish.Wait > 0 ? wish.OnBroken : null),
        .. wish.Labels.Select(label => ("label", (string?)label)),
    ];

    /// <summary>The file when it is verified and not broken.</summary>
    private async Task<JsonElement> WaitAsync(InputFile file, JsonElement stored, long started, double seconds, bool isNew)
    {
        var view = AudioClient.FileOf(stored);
        while (!view.IsVerified)
        {
            if (TimeProvider.System.GetElapsedTime(started).TotalSeconds >= seconds)
            {
                throw new CommandFailedException(ExitCode.Failure, "not_verified", $"It is stored, and not verified after {seconds} s.");
            }

            call.Terminal.Progress(view.Verification.Progress, $"{file.Label} {FileLines.StateOf(view)}");
            await Task.Delay(Pause, call.Stop);
            stored = await GetAsync(view.Id);
            view = AudioClient.FileOf(stored);
        }

        return view.Verification.State == VerificationState.Broken ? throw await RefuseAsync(view, isNew) : stored;
    }

    /// <summary>As the server does it while it holds the answer.</summary>
    private async Task<CommandFailedException> RefuseAsync(AudioFileView broken, bool isNew)
    {
        if (isNew && wish.OnBroken == "discard")
        {
            using var deleted = await call.Server.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"api/v1/audio/{broken.Id}"), call.Stop);
        }

        return new CommandFailedException(ExitCode.Damaged, new JsonObject
        {
            ["code"] = "audio_broken",
            ["detail"] = $"The file is broken. {broken.Verification.FirstFinding?.Message}".TrimEnd(),
            ["id"] = broken.Id,
        });
    }

    /// <summary>Writes the labels that were asked for on a file that is there already, beside those it has.</summary>
    private async Task<JsonElement> LabelAsync(Guid id)
    {
        var labels = new LabelSet(wish.Labels.Select(LabelSet.Split)).ToDictionary();
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"api/v1/audio/{id}") { Content = JsonContent.Create(new { labels }, new MediaTypeHeaderValue("application/merge-patch+json")) };
        return await call.Server.AskAsync(request, call.Stop);
    }

    private Task<JsonElement> GetAsync(Guid id) => call.Server.GetAsync($"api/v1/audio/{id}", call.Stop);

    private async Task<string> HashAsync(Stream source)
    {
        try
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(source, call.Stop));
        }
        catch (IOException fault)
        {
            throw InputFile.OfDisk(fault);
        }
    }
}
