namespace AudioServer.FunctionalTests.Service;

/// <summary>Tests that load the machine with hundreds of requests at once run one after the other, when all others have ended.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealProcess
{
    public const string Name = "real process";
}
