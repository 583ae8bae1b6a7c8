namespace AudioServer.Domain.Access;

/// <summary>Random bytes of the installation's own, made on first use and kept with the data.</summary>
public sealed class ServerKey(string name, byte[] value, DateTimeOffset createdAt)
{
    /// <summary>Signs links.</summary>
    public const string Links = "links";

    /// <summary>Tells this database from all others.</summary>
    public const string Installation = "installation";

    /// <summary>What the store of its blobs is marked with.</summary>
    public const string Store = "store";

    public string Name { get; private set; } = name;

    public byte[] Value { get; private set; } = value;

    public DateTimeOffset CreatedAt { get; private set; } = createdAt;

    public void Replace(byte[] value, DateTimeOffset at) => (Value, CreatedAt) = (value, at);
}
