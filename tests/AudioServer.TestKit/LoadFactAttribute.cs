namespace AudioServer.TestKit;

/// <summary>A test that keeps the machine busy for minutes, and runs when AUDIOSERVER_TEST_LOAD is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LoadFactAttribute : FactAttribute
{
    private const string Variable = "AUDIOSERVER_TEST_LOAD";

    public LoadFactAttribute() => Skip = IsAskedFor ? null : $"{Variable} is not set: this takes minutes.";

    /// <summary>For a test that looks at more when there is time.</summary>
    public static bool IsAskedFor { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };
}
