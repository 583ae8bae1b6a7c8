namespace AudioServer.Domain.Access;

/// <summary>A secret of the server's own, made on first use and kept with the data.</summary>
public sealed class ServerKey(string name, byte[] value, DateTimeOffset createdAt)
{
    /// <summary>Signs links.</summary>
    public const string Links = "links";

    public string Name { get; private set; } = name;

    public byte[] Value { get; private set; } = value;

    public DateTimeOffset CreatedAt { get; private set; } = createdAt;

    public void Replace(byte[] value, DateTimeOffset at) => (Value, CreatedAt) = (value, at);
}
