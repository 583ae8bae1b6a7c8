using System.Reflection;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;

namespace AudioServer.ArchitectureTests;

/// <summary>A controller binds, sends and maps; it decides nothing.</summary>
public sealed class ControllerTests
{
    private const int MaxControllerLines = 100;
    private const int MaxActionLines = 10;

    /// <summary>How a route gets to be an action: MVC's attributes, and our own for GET with HEAD.</summary>
    private const string RouteAttributes = "Http(?:Read|Get|Post|Put|Patch|Delete|Head|Options)";

    /// <summary>Where an error's status may stand outside the table, and why.</summary>
    private static readonly Dictionary<string, string> ErrorStatusesElsewhere = new()
    {
        ["src/AudioServer.Api/Controllers/HealthController.cs"] = "an unready server answers its parts with 503, which is no problem of the request",
    };

    private static readonly Type[] Controllers = [.. Code.Api.GetTypes().Where(type => typeof(ControllerBase).IsAssignableFrom(type))];

    private static readonly SourceFile[] ControllerFiles = [.. Code.Under("src/AudioServer.Api").Where(file => file.Name.EndsWith("Controller.cs", StringComparison.Ordinal))];

    [Fact]
    public void Every_controller_has_a_file_of_its_name() =>
        ControllerFiles.Select(file => Path.GetFileNameWithoutExtension(file.Name)).Should().BeEquivalentTo(Controllers.Select(type => type.Name));

    [Fact]
    public void Controllers_take_the_mediator_alone() =>
        ControllersThatKnowMore(Controllers).Should().BeEmpty();

    [Fact]
    public void A_controller_that_takes_more_is_found() =>
        ControllersThatKnowMore([typeof(PlantedController)]).Should().Equal(nameof(PlantedController));

    [Fact]
    public void Controllers_are_short() =>
        ControllerFiles.Where(file => file.Lines > MaxControllerLines).Should().BeEmpty();

    [Fact]
    public void Actions_are_short()
    {
        ControllerFiles.SelectMany(LongActions).Should().BeEmpty();
        ControllerFiles.Sum(file => CSharpText.MethodsWith(RouteAttributes, file.Text).Count()).Should().Be(Controllers.SelectMany(ActionsOf).Count(), "every action is measured");
    }

    [Fact]
    public void A_long_action_is_found()
    {
        var body = string.Concat(Enumerable.Repeat("        Use(\"{\");\n", MaxActionLines - 2));
        var code = $$"""
            class X
            {
                /// <summary>Fine.</summary>
                [HttpRead("/short", Name = "short")]
                [HttpGet("/short2")]
                public Task<Answer> Short(int id = 5, CancellationToken token) =>
                    Send(new { A = ";" }, new[] { 1 });

                [Authorize]
                [HttpPost("/long")]
                [Problems(400, 404)]
                public async Task<IReadOnlyList<Answer>> Long(Thing thing)
                {
            {{body}}    }

                private int Helper(int x)
                {
            {{body}}{{body}}    }
            }
            """;

        CSharpText.MethodsWith(RouteAttributes, code).Should().Equal(("Short", 2), ("Long", MaxActionLines + 1));
        LongActions(new SourceFile("x.cs", code)).Should().Equal("x.cs Long: 11 lines");
    }

    [Fact]
    public void The_table_alone_chooses_an_errors_status() =>
        Code.Under("src/AudioServer.Api").Where(file => !file.Path.StartsWith("src/AudioServer.Api/Errors/", StringComparison.Ordinal) && !ErrorStatusesElsewhere.ContainsKey(file.Path)).SelectMany(ErrorStatuses).Should().BeEmpty();

    [Theory]
    [InlineData("context.Response.StatusCode = StatusCodes.Status404NotFound;")]
    [InlineData("context.Response.StatusCode = 503;")]
    [InlineData("return NotFound();")]
    [InlineData("return Problem(\"x\");")]
    [InlineData("return StatusCode(409, x);")]
    public void A_status_chosen_elsewhere_is_found(string code) =>
        ErrorStatuses(new SourceFile("x.cs", code)).Should().ContainSingle();

    [Theory]
    [InlineData("context.Response.StatusCode = StatusCodes.Status206PartialContent;")]
    [InlineData("throw new NotFound(detail);")]
    [InlineData("// StatusCodes.Status404NotFound")]
    [InlineData("[Problems(400, 404)]")]
    public void What_chooses_no_errors_status_is_not(string code) =>
        ErrorStatuses(new SourceFile("x.cs", code)).Should().BeEmpty();

    [Fact]
    public void Every_action_has_a_living_request() =>
        ActionsWithoutRequest(Controllers, Code.Files("requests", "*.http")).Should().BeEmpty();

    [Fact]
    public void An_action_without_a_request_is_found() =>
        ActionsWithoutRequest([typeof(PlantedController)], [new SourceFile("requests/x.http", "### one\nGET http://localhost:8000/planted/{{id}}?x=1\nHost: x\n\n### other\nPOST http://localhost:8000/planted\n")])
            .Should().Equal("PlantedController.Remove", "PlantedController.Deep");

    private static IEnumerable<string> ControllersThatKnowMore(IEnumerable<Type> controllers) =>
        controllers.Where(type => type.GetConstructors() is not [{ } only] || only.GetParameters() is not [{ } parameter] || parameter.ParameterType != typeof(IMediator)).Select(type => type.Name);

    private static IEnumerable<MethodInfo> ActionsOf(Type controller) =>
        controller.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.GetCustomAttributes<HttpMethodAttribute>().Any());

    private static IEnumerable<string> LongActions(SourceFile file) =>
        CSharpText.MethodsWith(RouteAttributes, file.Text).Where(action => action.Lines > MaxActionLines).Select(action => $"{file.Name} {action.Method}: {action.Lines} lines");

    private static IEnumerable<string> ErrorStatuses(SourceFile file) =>
        Regex.Matches(CSharpText.WithoutCommentsAndStrings(file.Text), @"StatusCodes\.Status[45]\w+|StatusCode\s*=\s*[45]\d\d|\bStatusCode\([45]\d\d|(?<!new |\.)\b(?:NotFound|BadRequest|Conflict|Problem|Forbid|Unauthorized|ValidationProblem|UnprocessableEntity)\(")
            .Select(match => $"{file.Path}: {match.Value}");

    private static IEnumerable<string> ActionsWithoutRequest(IEnumerable<Type> controllers, IReadOnlyList<SourceFile> requests) =>
        from controller in controllers
        from action in ActionsOf(controller)
        where !action.GetCustomAttributes<HttpMethodAttribute>().Any(route => requests.Any(file => IsSent(route, file.Text)))
        select $"{controller.Name}.{action.Name}";

    private static bool IsSent(HttpMethodAttribute route, string requests)
    {
        var path = Regex.Replace(Regex.Escape(route.Template!).Replace("}", "\\}", StringComparison.Ordinal), @"\\\{.*?\\\}", @"[^/?\s]+");
        return Regex.IsMatch(requests, $@"^(?:{string.Join('|', route.HttpMethods)}) https?://[^/\s]+{path}(?:\?\S*)?\s*$", RegexOptions.Multiline);
    }

    [NonController]
    public sealed class PlantedController(IMediator mediator, TimeProvider time) : ControllerBase
    {
        [HttpGet("/planted/{id:guid}")]
        public object Get() => (mediator, time);

        [HttpDelete("/planted/{id:guid}")]
        public object Remove() => this;

        [HttpGet("/planted/{id:guid}/deep")]
        public object Deep() => this;
    }
}
