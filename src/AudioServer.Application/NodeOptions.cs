namespace AudioServer.Application;

/// <summary>What this server does of all that is to be done (no section of its own).</summary>
public sealed class NodeOptions
{
    public NodeRole Role { get; set; } = NodeRole.All;
}

/// <summary>What a server does, where several share a database.</summary>
public enum NodeRole
{
    /// <summary>It answers requests and verifies.</summary>
    All,

    /// <summary>It answers requests, and leaves what they queue to others.</summary>
    Api,

    /// <summary>It verifies, and answers nothing but health and metrics.</summary>
    Worker,
}
