using System.CommandLine;
using System.Globalization;
using AudioServer.Api.Verbs;

namespace AudioServer.Api.Client;

/// <summary><c>ls</c>: lists files, all pages of them, by the filters of the list.</summary>
internal static class ListVerb
{
    /// <summary>What the list takes once, by its own names; its values are the server's to judge.</summary>
    private static readonly (string Name, string Value, string Description)[] Filters =
    [
        ("minduration", "SECONDS", "Lasts at least so long."),
        ("maxduration", "SECONDS", "Lasts at most so long."),
        ("minsize", "BYTES", "Is at least so large."),
        ("maxsize", "BYTES", "Is at most so large."),
        ("samplerate", "HZ", "Has exactly this rate."),
        ("minsamplerate", "HZ", "Has at least this rate."),
        ("channels", "COUNT", "Has exactly so many."),
        ("codec", "CODEC", "By ffprobe's name: mp3, flac, pcm_s16le."),
        ("container", "CONTAINER", "wav, mp4, ogg."),
        ("contenttype", "TYPE", "audio/wav."),
        ("state", "STATE", "pending, running, ok, suspect, broken or skipped."),
        ("q", "TEXT", "Anywhere in name, title, artist or album."),
        ("name", "NAME", "Exactly, or with * for any text."),
        ("createdafter", "TIME", "RFC 3339."),
        ("createdbefore", "TIME", "RFC 3339."),
        ("sort", "KEY", "created, name, duration or size, with - in front for descending; -created without this."),
    ];

    private const int LargestPage = 1000;

    public static Verb Create()
    {
        var verb = new Verb("ls", "Lists files: a table at a terminal, else a line each with tabs: id, state, seconds, bytes, codec, Hz, channels, time, name.")
        {
            Examples = ["ls", "ls --maxduration 300 --state ok", "ls --label project:demo --sort=-duration --limit 10", "ls --name 'take*' --json | jq .sha256", "ls --state broken --count"],
        };
        var filters = Filters.Select(filter => new Option<string>($"--{filter.Name}") { Description = filter.Description, HelpName = filter.Value }).ToList();
        var labels = new Option<string[]>("--label") { Description = "Has this label; repeatable, all must hold.", HelpName = "KEY:VALUE" };
        var fields = new Option<string>("--fields") { Description = "The members to show, with --json.", HelpName = "NAME,…" };
        var limit = new Option<long?>("--limit")
        {
            Description = "At most so many; all without this.",
            HelpName = "COUNT",
            CustomParser = given => given.Read<long>(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null, "--limit is a number, 0 or more."),
        };
        var count = new Option<bool>("--count") { Description = "Prints how many there are, and nothing else." };
        filters.ForEach(verb.Add);
        foreach (var option in new Option[] { labels, fields, limit, count })
        {
            verb.Add(option);
        }

        verb.Validators.Add(given =>
        {
            if (given.Has(fields) && !given.Has(ClientVerb.Json))
            {
                given.AddError("--fields goes with --json.");
            }
        });
        verb.SetClientAction(call =>
        {
            var wish = filters.Select(filter => (filter.Name[2..], call.Given.GetValue(filter))).Concat((call.Given.GetValue(labels) ?? []).Select(label => ("label", (string?)label))).Append(("fields", call.Given.GetValue(fields))).ToList();
            return call.Given.GetValue(count) ? CountAsync(call, wish) : ListAsync(call, wish, call.Given.GetValue(limit) ?? long.MaxValue);
        });
        return verb;
    }

    private static async Task<int> CountAsync(ClientCall call, List<(string Name, string? Value)> wish)
    {
        var page = AudioClient.PageOf(await call.Server.GetAsync(AudioClient.Query("list", [.. wish, ("limit", "1"), ("count", "true")]), call.Stop));
        call.Terminal.Write($"{page.Total}");
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(ClientCall call, List<(string Name, string? Value)> wish, long limit)
    {
        if (call.Terminal.IsForPeople && !call.Terminal.AsJson)
        {
            call.Terminal.Write(FileLines.Header);
        }

        string? cursor = null;
        var left = limit;
        while (left > 0)
        {
            var page = AudioClient.PageOf(await call.Server.GetAsync(AudioClient.Query("list", [.. wish, ("limit", $"{Math.Min(left, LargestPage)}"), ("cursor", cursor)]), call.Stop));
            foreach (var file in page.Items)
            {
                call.Show(file);
            }

            cursor = page.Next;
            left = cursor is null ? 0 : left - page.Items.Count;
        }

        return ExitCode.Done;
    }
}
