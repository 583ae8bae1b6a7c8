namespace AudioServer.Application.Ports;

/// <summary>How a save ended.</summary>
public enum SaveOutcome
{
    Saved,

    /// <summary>Another file of the same owner has the name, or another user.</summary>
    NameTaken,

    /// <summary>The files of an owner who got one would take more than the quota.</summary>
    OverQuota,

    /// <summary>Another save came between: a row to be changed or removed is there no more, or a label to be added is there already.</summary>
    Overtaken,
}
