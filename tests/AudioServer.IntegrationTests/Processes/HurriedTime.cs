namespace AudioServer.IntegrationTests.Processes;

/// <summary>The system's clock whose timers go off twenty times too early, so that nobody waits for a limit of seconds.</summary>
internal sealed class HurriedTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 20 : dueTime, period);
}
