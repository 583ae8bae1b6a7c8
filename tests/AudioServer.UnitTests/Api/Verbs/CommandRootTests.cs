using System.CommandLine;
using AudioServer.Api.Parameters;
using AudioServer.Api.Verbs;

namespace AudioServer.UnitTests.Api.Verbs;

public sealed class CommandRootTests
{
    [Theory]
    [InlineData("", "audioserver")]
    [InlineData("--Urls http://127.0.0.1:0", "audioserver")]
    [InlineData("serve --Auth:Mode=Required", "serve")]
    [InlineData("check good.flac broken.mp3 --junit", "check")]
    [InlineData("check --Verification:Concurrency 4 take.wav", "check")]
    [InlineData("upload --wait take.wav", "upload")]
    [InlineData("upload --wait=30 --onbroken discard take.wav", "upload")]
    [InlineData("upload - --name live.flac --label a:b --label c:d --onconflict rename", "upload")]
    [InlineData("upload @take.wav", "upload")]
    [InlineData("upload -- --label", "upload")]
    [InlineData("rm -- -take.wav --dry-run", "rm")]
    [InlineData("check - take.wav", "check")]
    [InlineData("ls --maxduration 300 --sort=-duration --label project:demo --limit 10", "ls")]
    [InlineData("ls --json --fields id,name", "ls")]
    [InlineData("info take.wav --json", "info")]
    [InlineData("get take.wav -o -", "get")]
    [InlineData("get take.wav --from 12.5 --to 20 --format mp3 --output part.mp3 --quiet", "get")]
    [InlineData("rm take.wav other.flac", "rm")]
    [InlineData("watch --json", "watch")]
    [InlineData("user --DataDirectory add add add", "add")]
    [InlineData("token create laptop --user alice --scopes read --expires 2027-01-31T00:00:00Z", "create")]
    [InlineData("verify --state suspect,broken --DataDirectory d", "verify")]
    [InlineData("token create laptop --user alice --user bob", "create")]
    [InlineData("ls --limit 3 --limit 4 --q a --q b --json --json", "ls")]
    [InlineData("ls --nonsense --help", "ls")]
    [InlineData("user --help", "user")]
    public void A_command_line_is_understood(string line, string verb)
    {
        var (parsed, slip) = Parse(line);

        slip.Should().BeNull();
        parsed.CommandResult.Command.Name.Should().Be(verb);
    }

    [Theory]
    [InlineData("sevre", "There is no verb sevre; audioserver has serve, check, upload, ls, info, get, rm, watch, verify, reconcile, backup, migrate, user, token, link-key, openapi.")]
    [InlineData("--Ursl http://127.0.0.1:0", "There is no option --Ursl. The keys are Urls, ")]
    [InlineData("serve stray", "serve has no use for stray. audioserver serve --help tells what there is.")]
    [InlineData("ls --maxdurration=3", "There is no option --maxdurration. audioserver ls --help tells what there is.")]
    [InlineData("rm --dry-run take.wav", "There is no option --dry-run. audioserver rm --help tells what there is. A name that begins with a dash stands behind --.")]
    [InlineData("backup --dry-run", "There is no option --dry-run.")]
    [InlineData("upload --lable a:b take.wav", "There is no option --lable.")]
    [InlineData("check --Nosuch:Key take.wav", "There is no option --Nosuch:Key.")]
    [InlineData("get --jsn=1", "There is no option --jsn.")]
    [InlineData("ls --DataDirectory d", "ls takes none of the server's settings: --DataDirectory.")]
    [InlineData("ls --fields id", "--fields goes with --json.")]
    [InlineData("ls --limit -1", "--limit is a number, 0 or more.")]
    [InlineData("ls --limit many", "--limit is a number, 0 or more.")]
    [InlineData("user", "user takes one of: list, add, passwd, disable, enable, adopt-local.")]
    [InlineData("user remove alice", "There is no verb remove; user has")]
    [InlineData("user add alice bob", "add has no use for bob. audioserver user add --help tells what there is.")]
    [InlineData("backup one two", "backup has no use for two.")]
    [InlineData("token create laptop", "Option '--user' is required.")]
    [InlineData("check", "Required argument missing for command: 'check'. audioserver check --help tells what there is.")]
    [InlineData("check a --json --sarif", "choose one.")]
    [InlineData("upload a --onconflict maybe", "Argument 'maybe' not recognized.")]
    [InlineData("upload a --onbroken discard", "--onbroken needs --wait.")]
    [InlineData("upload a --wait=-1", "--wait takes a number of seconds, 0 or more.")]
    [InlineData("upload a --wait=NaN", "--wait takes a number of seconds, 0 or more.")]
    [InlineData("get a --from 1", "-o says where to.")]
    [InlineData("verify --state fine", "\"fine\" is none of them.")]
    public void A_slip_is_told(string line, string slip) => Parse(line).Slip.Should().Contain(slip);

    [Fact]
    public void A_slip_is_no_way_into_the_terminal() => Parse("sev\u001b[31mre").Slip.Should().StartWith("There is no verb sev\uFFFD[31mre;");

    [Theory]
    [InlineData("upload --wait take.wav", "upload", "--wait=Infinity", "take.wav")]
    [InlineData("upload --wait=3 -- --wait", "upload", "--wait=3", "--", "--wait")]
    public void A_wait_without_seconds_takes_no_file_for_them(string line, params string[] expected) => UploadArguments(line).Should().Equal(expected);

    [Fact]
    public void Settings_are_found_wherever_they_stand_and_whatever_their_case()
    {
        var settings = ServerSettings.TakeFrom(["user", "--datadirectory", "add", "add", "--Auth:Mode=Required", "alice", "--Serilog:WriteTo:0:Name", "File", "--", "--Urls", "x"]);

        settings.Given.Should().Equal("--datadirectory", "add", "--Auth:Mode=Required", "--Serilog:WriteTo:0:Name", "File");
        settings.Rest.Should().Equal("user", "add", "alice", "--", "--Urls", "x");
        ServerSettings.TakeFrom(["--Urls"]).Given.Should().Equal(["--Urls"], "what lacks its value is refused where it is read");
    }

    [Fact]
    public void Ls_takes_what_the_list_takes_but_for_paging_which_it_does_itself()
    {
        var known = typeof(ListParameters).GetProperties().Select(property => $"--{property.Name.ToLowerInvariant()}").Except(["--cursor"]);

        Root("ls").Options.Select(option => option.Name).Except(["--json", "--quiet"]).Should().BeEquivalentTo(known);
    }

    [Fact]
    public void Every_verb_has_examples_that_are_understood()
    {
        var verbs = All((Verb)Parse("").Parsed.CommandResult.Command).ToList();

        verbs.Should().HaveCountGreaterThan(20).And.OnlyContain(verb => verb.Examples.Count > 0 && !string.IsNullOrEmpty(verb.Description));
        foreach (var example in verbs.SelectMany(verb => verb.Examples))
        {
            Parse(example.Split(['#', '|', '>', '<'])[0].Trim().Replace("'", "", StringComparison.Ordinal)).Slip.Should().BeNull(example);
        }
    }

    private static IEnumerable<Verb> All(Verb verb) => verb.Subcommands.Cast<Verb>().SelectMany(All).Prepend(verb);

    private static Command Root(string verb) => Parse($"{verb}").Parsed.CommandResult.Command;

    private static string[] UploadArguments(string line) => AudioServer.Api.Client.UploadVerb.WithWholeWait(line.Split(' '));

    private static (ParseResult Parsed, string? Slip) Parse(string line)
    {
        var settings = ServerSettings.TakeFrom(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var parsed = CommandRoot.Parse(settings);
        return (parsed, CommandRoot.Slip(parsed, settings));
    }
}
