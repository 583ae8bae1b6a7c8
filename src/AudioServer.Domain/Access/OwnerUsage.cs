namespace AudioServer.Domain.Access;

/// <summary>What an owner's files take. The database keeps it in step with the files, in the same transaction.</summary>
public sealed class OwnerUsage
{
    public Guid OwnerId { get; private set; }

    public long Files { get; private set; }

    public long Bytes { get; private set; }
}
