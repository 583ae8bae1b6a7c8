using System.Text.Json;
using System.Text.Json.Nodes;
using AudioServer.FunctionalTests.Contract;
using AudioServer.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.FunctionalTests.Service;

public sealed class OpenApiTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private static readonly string[] Conditions = ["Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"];
    private readonly AudioServerApp _server = shared.App;
    private JsonElement _document;

    public async Task InitializeAsync() => _document = await _server.GetJsonAsync("/openapi/v1.json");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void It_is_the_one_that_is_committed()
    {
        var committed = JsonNode.Parse(File.ReadAllText(ApiDocument.Path));

        JsonNode.DeepEquals(committed, JsonNode.Parse(_document.GetRawText())).Should().BeTrue("the build writes docs/openapi.json: commit what it wrote");
    }

    [Fact]
    public void Each_example_is_one_by_its_own_schema()
    {
        var document = ApiDocument.Load();
        var examples = document.Root["components"]!["schemas"]!.AsObject().Where(schema => schema.Value!["examples"] is not null).ToList();

        examples.Should().HaveCountGreaterThan(12);
        foreach (var (name, schema) in examples)
        {
            document.Faults(schema!, schema!["examples"]![0]).Should().BeEmpty(name);
        }
    }

    [Fact]
    public void It_is_of_version_3_1_and_describes_every_route_that_is_there()
    {
        _document.Text("openapi").Should().StartWith("3.1");
        var described = _document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name} {path.Name}")).ToList();

        var routes = _server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => !endpoint.RoutePattern.RawText!.Contains("openapi", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Where(method => method != "HEAD")
                .Select(method => $"{method.ToLowerInvariant()} /{endpoint.RoutePattern.RawText!.TrimStart('/').Replace(":guid", "", StringComparison.Ordinal)}"));

        described.Should().BeEquivalentTo(routes);
    }

    [Fact]
    public void Every_operation_has_a_name_of_its_own_and_says_how_it_can_fail()
    {
        var operations = _document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).ToList();

        operations.Select(operation => operation.Value.Text("operationId")).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        operations.Where(operation => !operation.Value.Text("operationId")!.StartsWith("get", StringComparison.Ordinal) || operation.Value.TryGetProperty("parameters", out _))
            .Should().OnlyContain(operation => operation.Value.GetProperty("responses").EnumerateObject().Any(response => response.Name.StartsWith('4')));
    }

    [Fact]
    public void An_upload_takes_a_raw_body_or_a_form_with_a_binary_file()
    {
        var content = _document.GetProperty("paths").GetProperty("/api/v1/audio").GetProperty("post").GetProperty("requestBody").GetProperty("content");

        content.GetProperty("application/octet-stream").GetProperty("schema").Text("format").Should().Be("binary");
        content.GetProperty("multipart/form-data").GetProperty("schema").GetProperty("properties").GetProperty("file").Text("format").Should().Be("binary");
    }

    [Fact]
    public void The_list_shows_each_parameter_of_the_contract_by_its_name()
    {
        var names = Parameters(_document.GetProperty("paths").GetProperty("/list").GetProperty("get"));

        names.Should().BeEquivalentTo(
            "minduration", "maxduration", "minsize", "maxsize", "samplerate", "minsamplerate", "channels", "codec", "container", "contenttype", "state", "q", "name", "label",
            "createdafter", "createdbefore", "sort", "limit", "cursor", "count", "fields");
    }

    [Theory]
    [InlineData("/download", "name")]
    [InlineData("/api/v1/audio/{id}/content", "id", "expires", "signature")]
    public void Content_shows_how_it_can_be_derived_and_how_that_fails(string path, params string[] ofItsOwn)
    {
        var operation = _document.GetProperty("paths").GetProperty(path).GetProperty("get");

        Parameters(operation).Should().BeEquivalentTo([.. ofItsOwn, .. Conditions, "disposition", "from", "to", "format", "samplerate", "channels"]);
        operation.GetProperty("parameters").EnumerateArray().Where(parameter => parameter.TryGetProperty("name", out _) && parameter.Text("name") is "from" or "to" or "format" or "samplerate" or "channels").Should().OnlyContain(parameter => parameter.Text("description") != "");
        operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).Should().Contain(["422", "429", "507"]);
    }

    [Fact]
    public async Task What_an_upload_answers_has_the_members_the_document_describes()
    {
        var file = await _server.UploadAsync(Fixtures.MyFile);

        var described = _document.GetProperty("components").GetProperty("schemas").GetProperty("ListedAudioFile").GetProperty("properties");
        file.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo(described.EnumerateObject().Select(member => member.Name));
        var needed = _document.GetProperty("components").GetProperty("schemas").GetProperty("AudioFile").GetProperty("required");
        file.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo(needed.EnumerateArray().Select(name => name.GetString()));
    }

    /// <summary>The names of an operation's parameters; a header's stands where its reference points.</summary>
    private static IEnumerable<string?> Parameters(JsonElement operation) =>
        operation.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[^1] : parameter.Text("name"));
}
