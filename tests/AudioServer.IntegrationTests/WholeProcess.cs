namespace AudioServer.IntegrationTests;

/// <summary>Tests that look at the memory or the processes of all run one after the other, when all others have ended.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "whole process";
}
