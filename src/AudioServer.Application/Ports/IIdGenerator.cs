namespace AudioServer.Application.Ports;

/// <summary>Makes ids that sort by the time they were made and cannot be guessed (UUID version 7).</summary>
public interface IIdGenerator
{
    /// <summary>An id that nothing else has.</summary>
    Guid NewId();
}
