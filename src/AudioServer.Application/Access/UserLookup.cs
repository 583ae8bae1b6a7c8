using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.Access;

/// <summary>Finds users by name, for operators.</summary>
internal static class UserLookup
{
    /// <exception cref="NotFound">There is no such user.</exception>
    public static async Task<User> LoadUserAsync(this IAudioDb db, string name, CancellationToken cancellationToken)
    {
        var key = Username.KeyOf(name);
        return await db.Users.SingleOrDefaultAsync(user => user.NameKey == key, cancellationToken) ?? throw new NotFound($"There is no user named \"{name}\".");
    }
}
