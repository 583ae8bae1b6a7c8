using System.Net.Mime;
using System.Text.Json;
using AudioServer.Api.Verbs;
using AudioServer.Domain;

namespace AudioServer.Api.Client;

/// <summary><c>watch</c>: what becomes of files, as it happens, until Ctrl-C.</summary>
internal static class WatchVerb
{
    private const string Progress = "audio.progress";

    /// <summary>Three signs of life missed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(2);

    public static Verb Create()
    {
        var verb = new Verb("watch", "Tells of every upload, verdict and deletion as it happens, until Ctrl-C; comes again when the connection is cut, and misses nothing. With --json progress too.")
        {
            Examples = ["watch", "watch --json | jq -r 'select(.type == \"audio.verified\") | .data.name'"],
        };
        verb.SetClientAction(async call =>
        {
            try
            {
                return await RunAsync(call);
            }
            catch (OperationCanceledException) when (call.Stop.IsCancellationRequested)
            {
                // A watch has no other end.
                return ExitCode.Done;
            }
        });
        return verb;
    }

    private static async Task<int> RunAsync(ClientCall call)
    {
        EventReader? stream = null;
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/events");
                if (stream?.LastId is { } last)
                {
                    request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
                }

                using var answer = await call.Server.SendAsync(request, call.Stop);
                if (answer.Content.Headers.ContentType?.MediaType != MediaTypeNames.Text.EventStream)
                {
                    throw AudioClient.NoAudioServer();
                }

                using var text = new StreamReader(new PatientStream(await answer.Content.ReadAsStreamAsync(call.Stop), Patience));
                stream = new EventReader(text, stream?.LastId);
                await foreach (var one in stream.ReadAsync(call.Stop))
                {
                    Show(call.Terminal, one);
                }
            }
            catch (CommandFailedException cut) when (stream is not null && (cut.ExitCode == ExitCode.Network || cut.Code == "unavailable"))
            {
                call.Terminal.Note($"{cut.Message} Coming again.");
            }

            await Task.Delay(stream?.Retry ?? DefaultPause, call.Stop);
        }
    }

    private static void Show(Terminal terminal, ServerEvent one)
    {
        var data = AudioClient.ObjectOf(one.Data);
        if (terminal.AsJson)
        {
            terminal.WriteJson(new { id = one.Id, type = one.Type, data });
        }
        else if (one.Type != Progress)
        {
            terminal.Write(Line(one.Type, data, terminal.IsForPeople));
        }
    }

    /// <summary>Type, id, state, name; for people without the id, and with what is wrong.</summary>
    internal static string Line(string type, JsonElement data, bool isForPeople)
    {
        if (!data.TryGetProperty("name", out _))
        {
            return UnicodeText.Printable(type);
        }

        var file = AudioClient.FileOf(data);
        var (what, state, name) = (UnicodeText.Printable(type), FileLines.StateOf(file), UnicodeText.Printable(file.Name));
        return isForPeople
            ? $"{what,-14}  {state,-8}  {name}{(file.Verification.FirstFinding is { } finding ? $": {UnicodeText.Printable(finding.Message)}" : "")}"
            : $"{what}\t{file.Id}\t{state}\t{name}";
    }
}
