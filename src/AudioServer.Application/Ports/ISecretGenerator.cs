namespace AudioServer.Application.Ports;

/// <summary>Bytes that nobody can guess.</summary>
public interface ISecretGenerator
{
    /// <summary>So many, from a cryptographic generator.</summary>
    byte[] NewBytes(int count);
}
