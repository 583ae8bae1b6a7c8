using AudioServer.Application.Ports;

namespace AudioServer.Infrastructure;

/// <summary>UUID version 7 (RFC 9562): 48 bits of time from the clock port, 74 random bits.</summary>
internal sealed class Uuid7Generator(TimeProvider time) : IIdGenerator
{
#pragma warning disable RS0030 // This is the one place where ids are made.
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
#pragma warning restore RS0030
}
