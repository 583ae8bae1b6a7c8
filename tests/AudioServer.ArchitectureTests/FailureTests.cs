using System.Reflection;
using AudioServer.Api.Errors;
using AudioServer.Domain.Failures;

namespace AudioServer.ArchitectureTests;

/// <summary>Failures are a closed set, each with a stable code that the contract knows and the one table gives its status.</summary>
public sealed class FailureTests
{
    /// <summary>The contract's codes and their statuses (section 10 of the public contract). Codes are never renamed; a new one is added to the contract first.</summary>
    private static readonly Dictionary<string, int> Contract = new()
    {
        ["invalid_parameter"] = 400,
        ["malformed_request"] = 400,
        ["invalid_name"] = 400,
        ["invalid_cursor"] = 400,
        ["incomplete_body"] = 400,
        ["digest_mismatch"] = 400,
        ["invalid_multipart"] = 400,
        ["weak_password"] = 400,
        ["unauthenticated"] = 401,
        ["invalid_credentials"] = 401,
        ["invalid_token"] = 401,
        ["cross_site"] = 403,
        ["invalid_link"] = 403,
        ["insufficient_scope"] = 403,
        ["not_found"] = 404,
        ["method_not_allowed"] = 405,
        ["not_acceptable"] = 406,
        ["body_too_slow"] = 408,
        ["name_taken"] = 409,
        ["user_exists"] = 409,
        ["not_ready"] = 409,
        ["precondition_failed"] = 412,
        ["too_large"] = 413,
        ["quota_exceeded"] = 413,
        ["not_audio"] = 415,
        ["unsupported_media_type"] = 415,
        ["range_not_satisfiable"] = 416,
        ["audio_broken"] = 422,
        ["unsupported_conversion"] = 422,
        ["busy"] = 429,
        ["rate_limited"] = 429,
        ["internal"] = 500,
        ["unavailable"] = 503,
        ["storage_full"] = 507,
    };

    private static readonly Type[] Kinds = [.. Code.Types.Where(type => type.IsSubclassOf(typeof(Failure)))];

    [Fact]
    public void There_are_failures() =>
        Kinds.Should().HaveCountGreaterThan(10);

    [Fact]
    public void Every_kind_is_sealed_and_lives_with_the_others() =>
        Strays(Kinds).Should().BeEmpty();

    [Fact]
    public void A_stray_kind_is_found() =>
        Strays([typeof(PlantedFailure), typeof(NotFound)]).Should().Equal(nameof(PlantedFailure));

    [Fact]
    public void Every_kind_has_a_code_of_its_own() =>
        Kinds.Select(CodeOf).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Every_kinds_code_is_in_the_table_and_in_the_contract() =>
        UnknownCodes(Kinds).Should().BeEmpty();

    [Fact]
    public void A_code_that_nobody_knows_is_found() =>
        UnknownCodes([typeof(PlantedFailure), typeof(NotFound)]).Should().Equal("planted is not in the contract", "planted is not in the table");

    [Fact]
    public void The_table_says_what_the_contract_says() =>
        Departures(ProblemTable.Codes.ToDictionary(entry => entry.Key, entry => entry.Value.Status)).Should().BeEmpty();

    [Fact]
    public void A_departure_from_the_contract_is_found() =>
        Departures(new Dictionary<string, int> { ["not_found"] = 404, ["name_taken"] = 400, ["made_up"] = 400 }).Should().Equal("name_taken 400", "made_up 400");

    private static IEnumerable<string> Strays(IEnumerable<Type> kinds) =>
        kinds.Where(type => !type.IsSealed || !type.IsPublic || type.Namespace != typeof(Failure).Namespace || type.Assembly != Code.Domain).Select(type => type.Name);

    private static IEnumerable<string> UnknownCodes(IEnumerable<Type> kinds)
    {
        foreach (var code in kinds.Select(CodeOf))
        {
            if (!Contract.ContainsKey(code))
            {
                yield return $"{code} is not in the contract";
            }

            if (!ProblemTable.Codes.ContainsKey(code))
            {
                yield return $"{code} is not in the table";
            }
        }
    }

    private static IEnumerable<string> Departures(IReadOnlyDictionary<string, int> table) =>
        table.Where(entry => !Contract.TryGetValue(entry.Key, out var status) || status != entry.Value).Select(entry => $"{entry.Key} {entry.Value}");

    /// <summary>A kind's code, found by making one of it from whatever its constructor takes.</summary>
    private static string CodeOf(Type kind)
    {
        var constructor = kind.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).OrderBy(candidate => candidate.GetParameters().Length).First();
        var arguments = constructor.GetParameters().Select(parameter => Something(parameter.ParameterType)).ToArray();
        return ((Failure)constructor.Invoke(arguments)).Code;
    }

    private static object? Something(Type type) =>
        type == typeof(string) ? "something"
        : type == typeof(IReadOnlyDictionary<string, string[]>) ? new Dictionary<string, string[]>()
        : type.IsValueType ? Activator.CreateInstance(type)
        : null;

    public class PlantedFailure() : Failure("planted", "Planted.");
}
