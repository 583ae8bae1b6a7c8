using System.Globalization;
using System.Threading.RateLimiting;
using AudioServer.Application;
using AudioServer.Application.Access;
using AudioServer.Domain.Failures;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Http;

/// <summary>
/// Bounds how many requests a user, or an address that comes as nobody or by a link, sends in a minute (<c>Limits:RequestsPerMinute</c>), and says how many are left
/// (<c>RateLimit-Limit</c>, <c>-Remaining</c>, <c>-Reset</c>). Each server process counts by itself.
/// </summary>
internal sealed class RateLimits(RequestDelegate next, IOptions<LimitsOptions> limits) : IDisposable
{
    private readonly PartitionedRateLimiter<string>? _limiter = limits.Value.RequestsPerMinute is { } most
        ? PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => BucketOf(most)))
        : null;

    public async Task InvokeAsync(HttpContext context)
    {
        // Whoever watches over the server must not take a busy one for a dead one.
        if (_limiter is not null && limits.Value.RequestsPerMinute is { } most && !context.Request.Path.StartsWithSegments("/health"))
        {
            var key = context.Features.Get<CallerIdentity>() is { Credential: CredentialKind.Token or CredentialKind.Session } caller ? $"user {caller.OwnerId}" : $"address {context.Connection.RemoteIpAddress}";
            using var lease = _limiter.AttemptAcquire(key);
            var left = lease.IsAcquired ? _limiter.GetStatistics(key)?.CurrentAvailablePermits ?? 0 : 0;
            var perToken = TimeSpan.FromMinutes(1) / most;
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                headers["RateLimit-Limit"] = most.ToString(CultureInfo.InvariantCulture);
                headers["RateLimit-Remaining"] = left.ToString(CultureInfo.InvariantCulture);
                headers["RateLimit-Reset"] = Math.Ceiling(((most - left) * perToken).TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            if (!lease.IsAcquired)
            {
                throw new RateLimited($"At most {most} requests a minute are taken.", lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : perToken);
            }
        }

        await next(context);
    }

    public void Dispose() => _limiter?.Dispose();

    private static TokenBucketRateLimiterOptions BucketOf(int most) =>
        new() { TokenLimit = most, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromMinutes(1) / most, QueueLimit = 0 };
}
