namespace AudioServer.IntegrationTests.Processes;

/// <summary>The system's clock whose timers go off a hundred times too late, so that the kernel's limits are met first.</summary>
internal sealed class PatientTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime * 100 : dueTime, period);
}
