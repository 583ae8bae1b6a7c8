namespace AudioServer.TestKit;

/// <summary>Prometheus' own checker.</summary>
public static class Promtool
{
    /// <summary>It finds no fault.</summary>
    /// <param name="arguments">Such as <c>metrics</c>, behind <c>check</c>.</param>
    /// <param name="input">Its standard input.</param>
    public static Task CheckAsync(IReadOnlyList<string> arguments, string input = "") => new Command(Taken.Program("promtool"), ["check", .. arguments]) { Input = input }.SucceedAsync();
}
