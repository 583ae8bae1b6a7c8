using System.Data.Common;
using AudioServer.Api.Errors;
using AudioServer.Domain.Failures;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http;

namespace AudioServer.UnitTests.Api.Errors;

public sealed class ProblemTableTests
{
    public static TheoryData<Exception, int, string> Faults => new()
    {
        { new InvalidName("why"), 400, "invalid_name" },
        { new InvalidParameter("limit", "why"), 400, "invalid_parameter" },
        { new MalformedRequest("why"), 400, "malformed_request" },
        { new InvalidMultipart("why"), 400, "invalid_multipart" },
        { new InvalidCursor("why"), 400, "invalid_cursor" },
        { new IncompleteBody("why"), 400, "incomplete_body" },
        { new DigestMismatch("why"), 400, "digest_mismatch" },
        { new NotFound("why"), 404, "not_found" },
        { new NotAcceptable("why"), 406, "not_acceptable" },
        { new NotReady("why", TimeSpan.FromSeconds(2)), 409, "not_ready" },
        { new NameTaken("a.wav", Guid.Empty, "why"), 409, "name_taken" },
        { new PreconditionFailed("why"), 412, "precondition_failed" },
        { new TooLarge(5), 413, "too_large" },
        { new NotAudio("why"), 415, "not_audio" },
        { new UnsupportedMediaType("why"), 415, "unsupported_media_type" },
        { new RangeNotSatisfiable(5), 416, "range_not_satisfiable" },
        { new UnsupportedConversion("why"), 422, "unsupported_conversion" },
        { new Busy("why"), 429, "busy" },
        { new Unavailable("why"), 503, "unavailable" },
        { new StorageFull(new IOException("secret")), 507, "storage_full" },
        { new ValidationException([new ValidationFailure("limit", "why")]), 400, "invalid_parameter" },
        { new BadHttpRequestException("why", 400), 400, "malformed_request" },
        { new BadHttpRequestException("why", 431), 400, "malformed_request" },
        { new BadHttpRequestException("why", 413), 413, "too_large" },
        { new BadHttpRequestException("why", 408), 408, "body_too_slow" },
        { new BadHttpRequestException("Unexpected end of request content.", 400), 400, "incomplete_body" },
        { new Away(), 503, "unavailable" },
        { new InvalidOperationException("secret"), 500, "internal" },
        { new IOException("secret"), 500, "internal" },
        { new OperationCanceledException("secret"), 500, "internal" },
        { new NullReferenceException("secret"), 500, "internal" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Every_fault_has_its_status_and_code(Exception fault, int status, string code)
    {
        var problem = ProblemTable.Of(fault);

        problem.Status.Should().Be(status);
        problem.Code.Should().Be(code);
        problem.Title.Should().NotBeNullOrEmpty();
        problem.Detail.Should().NotBeNullOrEmpty().And.NotContain("secret", "what a fault of the server says is for its log");
    }

    [Fact]
    public void A_failure_tells_why_and_brings_its_members()
    {
        var problem = ProblemTable.Of(new NameTaken("a.wav", TestAudio.Id, "abc"));

        problem.Detail.Should().Contain("a.wav");
        problem.Members.Should().Contain("id", TestAudio.Id).And.Contain("sha256", "abc");
    }

    [Fact]
    public void A_failure_tells_when_to_try_again_where_it_knows()
    {
        ProblemTable.Of(new Busy("why")).RetryAfter.Should().BePositive();
        ProblemTable.Of(new NotFound("why")).RetryAfter.Should().BeNull();
    }

    [Fact]
    public void Validation_errors_are_listed_by_parameter()
    {
        var problem = ProblemTable.Of(new ValidationException([new ValidationFailure("a", "1."), new ValidationFailure("b", "2."), new ValidationFailure("a", "3.")]));

        problem.Detail.Should().Be("1. 2. 3.");
        problem.Members!["errors"].Should().BeEquivalentTo(new Dictionary<string, string[]> { ["a"] = ["1.", "3."], ["b"] = ["2."] });
    }

    [Fact]
    public void Who_may_find_another_answer_later_is_told_when()
    {
        ProblemTable.Of(new NotReady("why", TimeSpan.FromSeconds(2))).RetryAfter.Should().Be(TimeSpan.FromSeconds(2));
        ProblemTable.Of(new NotReady("why", null)).RetryAfter.Should().BeNull();
        ProblemTable.Of(new Unavailable("why")).RetryAfter.Should().Be(TimeSpan.FromSeconds(5));
        ProblemTable.Of(new Away()).RetryAfter.Should().Be(TimeSpan.FromSeconds(5));
        ProblemTable.Of(new NotFound("why")).RetryAfter.Should().BeNull();
    }

    [Theory]
    [InlineData(400, "malformed_request", 400)]
    [InlineData(404, "not_found", 404)]
    [InlineData(405, "method_not_allowed", 405)]
    [InlineData(413, "too_large", 413)]
    [InlineData(415, "unsupported_media_type", 415)]
    [InlineData(500, "internal", 500)]
    [InlineData(502, "internal", 500)]
    public void A_bare_error_status_has_a_code_too(int status, string code, int answered)
    {
        var problem = ProblemTable.Of(status, new DefaultHttpContext());

        problem!.Code.Should().Be(code);
        problem.Status.Should().Be(answered);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(206)]
    [InlineData(304)]
    public void What_is_no_error_is_no_problem(int status) =>
        ProblemTable.Of(status, new DefaultHttpContext()).Should().BeNull();

    private sealed class Away() : DbException("secret");
}
