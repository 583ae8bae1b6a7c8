namespace AudioServer.Application.Ports;

/// <summary>Who sent the request being handled.</summary>
public interface ICaller
{
    /// <summary>The user whose files this request may see and change.</summary>
    Guid OwnerId { get; }
}
