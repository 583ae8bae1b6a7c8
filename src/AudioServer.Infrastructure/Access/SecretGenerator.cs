using System.Security.Cryptography;
using AudioServer.Application.Ports;

namespace AudioServer.Infrastructure.Access;

internal sealed class SecretGenerator : ISecretGenerator
{
    public byte[] NewBytes(int count) => RandomNumberGenerator.GetBytes(count);
}
