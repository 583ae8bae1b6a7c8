using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace AudioServer.Api.Binding;

/// <summary>
/// Reads query parameters exactly, where MVC's own binding guesses: it takes <c>1,5</c> for 15 and <c>NaN</c> for a number, an empty value for none,
/// and what it does not know it ignores. A parameter's name is its property's, in any case; a property of an array type may repeat.
/// </summary>
internal sealed partial class QueryParametersBinder : IModelBinder
{
    private static readonly ConcurrentDictionary<Type, Dictionary<string, PropertyInfo>> Known = new();

    /// <summary>The parameters of <paramref name="type"/> by name, without regard to case.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> ParametersOf(Type type) =>
        Known.GetOrAdd(type, static key => key.GetProperties().Where(property => property.CanWrite).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase));

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var parameters = ParametersOf(bindingContext.ModelType);
        var model = Activator.CreateInstance(bindingContext.ModelType)!;
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, values) in Parse(bindingContext.HttpContext.Request.QueryString.Value))
        {
            if (!parameters.TryGetValue(name, out var property))
            {
                errors[name] = [$"There is no parameter {name} here."];
            }
            else if (Read(property.PropertyType, values, out var value) is { } error)
            {
                errors[name.ToLowerInvariant()] = [$"{name.ToLowerInvariant()} {error}."];
            }
            else
            {
                property.SetValue(model, value);
            }
        }

        bindingContext.Result = errors.Count == 0 ? ModelBindingResult.Success(model) : throw new InvalidParameter(errors);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Request.Query leaves what is not UTF-8 as it was sent, so that <c>%FF</c> and <c>%25FF</c> would be the same;
    /// here it becomes U+FFFD, which no name, label or search text may hold.
    /// </summary>
    private static Dictionary<string, StringValues> Parse(string? query)
    {
        var parameters = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var name = WebUtility.UrlDecode(pair.EncodedName.ToString());
            parameters[name] = StringValues.Concat(parameters.GetValueOrDefault(name), WebUtility.UrlDecode(pair.EncodedValue.ToString()));
        }

        return parameters;
    }

    /// <summary>Null, or what is wrong with the value as the end of a sentence.</summary>
    private static string? Read(Type type, StringValues values, out object? value)
    {
        if (type == typeof(string[]))
        {
            value = values.ToArray();
            return null;
        }

        value = null;
        if (values is not [{ } text])
        {
            return "may be given once only";
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            value = text;
            return null;
        }

        if (type.IsEnum)
        {
            var names = Enum.GetNames(type);
            value = names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known ? Enum.Parse(type, known) : null;
            return value is null ? $"is one of {string.Join(", ", names.Select(name => name.ToLowerInvariant()))}" : null;
        }

        var (read, what) = Scalar(type, text);
        value = read;
        return read is null ? $"is {what}" : null;
    }

    private static (object? Value, string What) Scalar(Type type, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(bool))
        {
            return (bool.TryParse(text, out var flag) ? flag : null, "true or false");
        }

        if (type == typeof(DateTimeOffset))
        {
            var isTime = Rfc3339().IsMatch(text) & DateTimeOffset.TryParse(text.ToUpperInvariant(), culture, DateTimeStyles.AssumeUniversal, out var time);
            return (isTime ? time.ToUniversalTime() : null, "a time as RFC 3339 writes it, such as 2026-11-22T09:00:00Z");
        }

        if (type == typeof(double))
        {
            return (DecimalNumber().IsMatch(text) && double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number) ? number : null, "a decimal number, such as 12.5");
        }

        // WholeNumber admits no more than digits and a sign; what is left to fail is the size.
        var isWhole = WholeNumber().IsMatch(text) & long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole);
        return type == typeof(long)
            ? (isWhole ? whole : null, "a whole number")
            : (isWhole && whole is >= int.MinValue and <= int.MaxValue ? (int)whole : null, "a whole number");
    }

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\z")]
    private static partial Regex DecimalNumber();

    [GeneratedRegex(@"^-?[0-9]+\z")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Rfc3339();
}
