namespace AudioServer.Api.OpenApi;

/// <summary>The error statuses an action can answer with, all as problem details.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProblemsAttribute(params int[] statuses) : Attribute
{
    public IReadOnlyList<int> Statuses { get; } = statuses;
}

/// <summary>Headers that the action puts beside an answer of this status, as <see cref="HeaderDescription.Headers"/> names them.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AnswerHeadersAttribute(int status, params string[] names) : Attribute
{
    public int Status { get; } = status;

    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>The action answers the bytes of an audio file, whole or in part.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContentAnswerAttribute : Attribute;

/// <summary>The action answers server-sent events.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EventStreamAnswerAttribute : Attribute;

/// <summary>The action answers a waveform, in the form that is asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WaveformAnswerAttribute : Attribute;

/// <summary>The action answers a verification report, in the form that is accepted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReportAnswerAttribute : Attribute;

/// <summary>The action reads its JSON body by itself; this is the body's shape.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class JsonBodyAttribute<T>(string mediaType) : JsonBodyAttribute(typeof(T), mediaType);

/// <inheritdoc cref="JsonBodyAttribute{T}"/>
internal abstract class JsonBodyAttribute(Type type, string mediaType) : Attribute
{
    public Type Type { get; } = type;

    public string MediaType { get; } = mediaType;
}
