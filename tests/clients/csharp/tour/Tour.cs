// Goes through the operations of the API with the generated client: Tour URL GOOD.wav BROKEN.mp3, the token in AUDIOSERVER_TOKEN.
// Prints a line a step; ends with an exception at the first that does not hold.
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AudioServer.Client;

var (url, good, broken) = (args[0], args[1], args[2]);
using var http = new HttpClient { BaseAddress = new Uri(url) };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("AUDIOSERVER_TOKEN"));
var client = new AudioServerClient(http);
var content = await File.ReadAllBytesAsync(good);
string[] label = ["tour:cs"];

Check((await client.GetMeAsync()).Name == "cs");
Done("sign-in by token");

// NSwag makes the form of an upload; the file itself as the body is a request of a line, whose answer has the generated type.
using (var body = new StreamContent(File.OpenRead(good)))
using (var answer = await http.PostAsync("/api/v1/audio?name=raw.wav&label=tour:cs", body))
{
    Check(answer.StatusCode == System.Net.HttpStatusCode.Created);
    Check((await answer.Content.ReadFromJsonAsync<AudioFile>(JsonSerializerOptions.Web))!.Size == content.Length);
}

Done("upload raw");

await using (var stream = File.OpenRead(good))
{
    var uploaded = await client.UploadAudioAsync(label: label, file: new FileParameter(stream, "form.wav"));
    Check(uploaded.Name == "form.wav" && uploaded.Labels["tour"] == "cs");
}

Done("upload multipart");

AudioFile file;
await using (var stream = File.OpenRead(good))
{
    file = await client.UploadAudioAsync(name: "proved.wav", label: label, wait: 60, file: new FileParameter(stream, "proved.wav"));
    Check(file.Verification.State == VerificationState.Ok && file.DurationSource == DurationSource.Decoded);
}

Done("wait for the verdict");

var names = new List<string>();
string? cursor = null;
do
{
    var page = await client.ListAudioAsync(label: label, maxduration: 300, sort: Sort.Name, limit: 2, cursor: cursor);
    names.AddRange(page.Items.Select(item => item.Name!));
    cursor = page.Next;
}
while (cursor is not null);
Check(names.SequenceEqual(["form.wav", "proved.wav", "raw.wav"]));
Done("list with filters, and page to the end");

Check((await client.GetAudioAsync(file.Id)).Sha256 == file.Sha256);
Done("info");

Check((await BytesOfAsync(await client.GetAudioContentAsync(file.Id))).SequenceEqual(content));
using (var part = await client.GetAudioContentAsync(file.Id, range: "bytes=44-143"))
{
    Check(part.StatusCode == 206 && (await BytesOfAsync(part)).SequenceEqual(content[44..144]));
}

Done("download with a range");

var report = await client.GetAudioReportAsync(file.Id);
Check(report.State == VerificationState.Ok && report.Measured!.SampleCount == file.SampleCount);
Done("report");

Check((await client.ChangeAudioAsync(file.Id, new AudioChange { Name = "renamed.wav" })).Name == "renamed.wav");
Done("change");

await client.DeleteAudioAsync(file.Id);
Done("delete");

await RefusedAsync(() => client.GetAudioAsync(file.Id), 404, "not_found");
Done("error: not found");

await RefusedAsync(() => client.ListAudioAsync(limit: 0), 400, "invalid_parameter");
Done("error: a misspelt value");

await using (var stream = File.OpenRead(broken))
{
    await RefusedAsync(() => client.UploadAudioAsync(name: "broken.mp3", wait: 60, onbroken: OnBroken.Discard, file: new FileParameter(stream, "broken.mp3")), 422, "audio_broken");
}

Done("error: broken audio");

using var stranger = new HttpClient { BaseAddress = new Uri(url), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "aus_wrong") } };
await RefusedAsync(() => new AudioServerClient(stranger).GetMeAsync(), 401, "invalid_token");
Done("error: a wrong token");

static async Task<byte[]> BytesOfAsync(FileResponse answer)
{
    using var bytes = new MemoryStream();
    await answer.Stream.CopyToAsync(bytes);
    return bytes.ToArray();
}

static async Task RefusedAsync(Func<Task> ask, int status, string code)
{
    try
    {
        await ask();
    }
    catch (ApiException<Problem> refused)
    {
        Check(refused.StatusCode == status && refused.Result.Code == code);
        return;
    }

    throw new InvalidOperationException($"It was answered, where {code} was expected.");
}

static void Check(bool holds, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(holds))] string? what = null)
{
    if (!holds)
    {
        throw new InvalidOperationException($"This does not hold: {what}");
    }
}

static void Done(string step) => Console.WriteLine(step);
