using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary><c>q</c> and <c>name</c>: what a character means there, which is nothing but itself, and for names <c>*</c>.</summary>
public abstract class ListSearchContract(SharedServer shared) : IAsyncLifetime
{
    private readonly AudioServerApp _server = shared.App;

    public Task InitializeAsync() => _server.Services.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("take one.wav", "TAKE ONE")]
    [InlineData("take one.wav", "ke on")]
    [InlineData("ÉTUDE.wav", "étude")]
    [InlineData("étude.wav", "e\u0301TUDE")]
    [InlineData("Größe.wav", "GRÖßE")]
    [InlineData("МОСКВА.wav", "москва")]
    [InlineData("ΑΘΗΝΑ.wav", "αθηνα")]
    [InlineData("Օրինակ.wav", "օՐԻՆԱԿ")]
    [InlineData("ქართული.wav", "ქართული")]
    [InlineData("שלום.wav", "שלום")]
    [InlineData("سلام عليكم.wav", "سلام")]
    [InlineData("हिन्दी.wav", "हिन्दी")]
    [InlineData("音楽ファイル.wav", "楽ファ")]
    [InlineData("한국어.wav", "한국어")]
    [InlineData("🎵🎶🎼.wav", "🎵🎶🎼")]
    [InlineData("𐐀𐐁𐐂.wav", "𐐨𐐩𐐪")]
    [InlineData("音.wav", "音")]
    [InlineData("🎵.wav", "🎵")]
    [InlineData("Ä.wav", "ä")]
    [InlineData("a b.wav", " ")]
    [InlineData("say \"hi\".wav", "\"hi\"")]
    [InlineData("say \"hi\".wav", "\"")]
    [InlineData("a\"\"b.wav", "a\"\"b")]
    [InlineData("it's.wav", "it's")]
    [InlineData("50% off.wav", "0% o")]
    [InlineData("50% off.wav", "%")]
    [InlineData("a_b.wav", "_")]
    [InlineData("a_b.wav", "a_b")]
    [InlineData("a*b.wav", "a*b")]
    [InlineData("(a) -b^c:d.wav", "(a) -b^c:d")]
    [InlineData("x AND y.wav", "X and Y")]
    [InlineData("NEAR(x y).wav", "near(x y)")]
    [InlineData("a+b&c=d#e;f.wav", "a+b&c=d#e;f")]
    public async Task Q_finds_text_without_regard_to_case_and_takes_every_character_literally(string name, string text)
    {
        await _server.Services.AddAsync(new AudioRow(name), new AudioRow("bystander.mp3"), new AudioRow("99-xx-yy.ogg"));

        (await _server.NamesAsync(Lists.Of(("q", text)))).Should().Equal(name);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"\"\"")]
    [InlineData("\" OR \"take")]
    [InlineData("take*")]
    [InlineData("take OR one")]
    [InlineData("SearchText:take")]
    [InlineData("SearchText : take")]
    [InlineData("^take")]
    [InlineData("-take")]
    [InlineData("NOT take")]
    [InlineData("(take")]
    [InlineData("%ake")]
    [InlineData("t_ke")]
    [InlineData("take\0")]
    [InlineData("\0\0\0")]
    [InlineData("take\u0001")]
    [InlineData("wav\nTitle")]
    [InlineData("\n")]
    [InlineData("\uFFFD")]
    [InlineData("t\u200Dake")]
    public async Task Q_that_is_in_no_text_finds_nothing(string text)
    {
        await _server.Services.AddAsync(new AudioRow("take one.wav") { Title = "Title" });

        (await _server.NamesAsync(Lists.Of(("q", text)))).Should().BeEmpty();
    }

    [Fact]
    public async Task Q_looks_into_name_title_artist_and_album()
    {
        await _server.Services.AddAsync(
            new AudioRow("1 Needle"),
            new AudioRow("2") { Title = "a needle b" },
            new AudioRow("3") { Artist = "NEEDLE" },
            new AudioRow("4") { Album = "needles" },
            new AudioRow("5") { Codec = "needle", Container = "needle", Labels = new Dictionary<string, string> { ["needle"] = "needle" } });

        (await _server.NamesAsync("/list?sort=name&q=needle")).Should().Equal("1 Needle", "2", "3", "4");
        (await _server.NamesAsync("/list?sort=name&q=ne")).Should().Equal("1 Needle", "2", "3", "4");
    }

    [Fact]
    public async Task An_empty_q_filters_nothing_and_a_very_long_one_is_no_fault()
    {
        await _server.Services.AddAsync(new AudioRow("a.wav"));

        (await _server.NamesAsync("/list?q=")).Should().Equal("a.wav");
        (await _server.NamesAsync($"/list?q={new string('a', 7000)}")).Should().BeEmpty();
        (await _server.NamesAsync($"/list?name={string.Concat(Enumerable.Repeat("[*", 3500))}")).Should().BeEmpty();
        (await _server.NamesAsync($"/list?name=*{new string('a', 60_000)}")).Should().BeEmpty();
        (await _server.NamesAsync($"/list?name={new string('*', 60_000)}.wav")).Should().Equal("a.wav");
    }

    [Fact]
    public async Task Q_follows_a_rename_and_a_delete()
    {
        var id = (await _server.UploadAsync(Fixtures.MyFile, "?name=before.wav")).Text("id");
        using var patch = new StringContent("""{"name":"after.wav"}""", null, "application/merge-patch+json");
        using var renamed = await _server.Client.PatchAsync(new Uri($"/api/v1/audio/{id}", UriKind.Relative), patch);

        (await _server.NamesAsync("/list?q=before")).Should().BeEmpty();
        (await _server.NamesAsync("/list?q=after")).Should().Equal("after.wav");
        using var deleted = await _server.Client.DeleteAsync(new Uri("/delete?name=after.wav", UriKind.Relative));
        (await _server.NamesAsync("/list?q=after")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Take1.wav", "Take1.wav")]
    [InlineData("take*", "take (1).wav|take2.wav")]
    [InlineData("Take*", "Take1.wav")]
    [InlineData("*.wav", "50%.wav|Take1.wav|[a].wav|café.wav|take (1).wav|take2.wav|what?.wav|x_y.wav|🎵.wav")]
    [InlineData("*", "50%.wav|Take1.wav|[a].wav|café.wav|ta-ke.mp3|take (1).wav|take2.wav|what?.wav|x_y.wav|🎵.wav")]
    [InlineData("**", "50%.wav|Take1.wav|[a].wav|café.wav|ta-ke.mp3|take (1).wav|take2.wav|what?.wav|x_y.wav|🎵.wav")]
    [InlineData("t*ke*", "ta-ke.mp3|take (1).wav|take2.wav")]
    [InlineData("*a*e*", "Take1.wav|ta-ke.mp3|take (1).wav|take2.wav")]
    [InlineData("*1*", "Take1.wav|take (1).wav")]
    [InlineData("take2.wav*", "take2.wav")]
    [InlineData("[a].wav", "[a].wav")]
    [InlineData("[a]*", "[a].wav")]
    [InlineData("[*", "[a].wav")]
    [InlineData("*]*", "[a].wav")]
    [InlineData("[t]*", "")]
    [InlineData("[^t]*", "")]
    [InlineData("what?.wav", "what?.wav")]
    [InlineData("what?*", "what?.wav")]
    [InlineData("take?*", "")]
    [InlineData("?*", "")]
    [InlineData("50%*", "50%.wav")]
    [InlineData("%*", "")]
    [InlineData("x_*", "x_y.wav")]
    [InlineData("t_k*", "")]
    [InlineData("🎵*", "🎵.wav")]
    [InlineData("cafe\u0301*", "café.wav")]
    [InlineData("cafe\u0301.wav", "café.wav")]
    [InlineData("TAKE2.WAV", "")]
    [InlineData("take2", "")]
    [InlineData("a/b", "")]
    [InlineData("take2.wav\0", "")]
    [InlineData("take2.wav\0*", "")]
    public async Task Name_is_exact_or_a_pattern_whose_only_sign_is_the_star(string pattern, string expected)
    {
        string[] names = ["50%.wav", "Take1.wav", "[a].wav", "café.wav", "ta-ke.mp3", "take (1).wav", "take2.wav", "what?.wav", "x_y.wav", "🎵.wav"];
        await _server.Services.AddAsync(names.Select(name => new AudioRow(name) { Size = 1000 + Array.IndexOf(names, name) }));
        var matching = expected.Split('|', StringSplitOptions.RemoveEmptyEntries);

        (await _server.NamesAsync(Lists.Of(("name", pattern), ("sort", "name")))).Should().Equal(matching);
        (await _server.NamesAsync(Lists.Of(("name", pattern), ("sort", "size")))).Should().Equal(matching);
    }
}

public sealed class ListSearchTests(SharedServer shared) : ListSearchContract(shared), IClassFixture<SharedServer>;

[Trait("Needs", "postgres")]
public sealed class ListSearchOnPostgresTests(SharedPostgresServer shared) : ListSearchContract(shared), IClassFixture<SharedPostgresServer>;
