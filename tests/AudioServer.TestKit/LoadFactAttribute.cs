namespace AudioServer.TestKit;

/// <summary>A test that keeps the machine busy for minutes, and runs when AUDIOSERVER_TEST_LOAD is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LoadFactAttribute : FactAttribute
{
    private const string Variable = "AUDIOSERVER_TEST_LOAD";

    public LoadFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 })
        {
            Skip = $"{Variable} is not set: this takes minutes.";
        }
    }
}
