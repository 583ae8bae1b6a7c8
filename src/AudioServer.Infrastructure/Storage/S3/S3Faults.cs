using System.Net;
using Amazon.Runtime;
using AudioServer.Domain.Failures;

namespace AudioServer.Infrastructure.Storage.S3;

/// <summary>Which faults are the store's or the network's, and what they are to whoever asked.</summary>
internal static class S3Faults
{
    /// <param name="fault">What was thrown.</param>
    /// <param name="cancellationToken">The asker's: what it ended is nobody's fault; what ended otherwise took too long.</param>
    public static bool IsOfTheStore(Exception fault, CancellationToken cancellationToken) =>
        fault is OperationCanceledException ? !cancellationToken.IsCancellationRequested
        : fault is AmazonServiceException or AmazonClientException or HttpRequestException || DurableFiles.IsOfTheDisk(fault);

    /// <summary>No room, or not to be had for now; counted. Amazon's is never full; others say so in words of their own.</summary>
    public static Failure ToFailure(Exception fault) => DurableFiles.ToFailure(fault, IsFull(fault));

    /// <summary>For an operator. A store's answer may be a code alone, and some have no body to say more in.</summary>
    public static string Describe(Exception fault) => fault switch
    {
        AmazonServiceException answer => string.Join(", ", new[] { answer.Message, answer.ErrorCode, answer.StatusCode == 0 ? "" : $"HTTP {(int)answer.StatusCode}" }.Where(part => !string.IsNullOrWhiteSpace(part))),
        OperationCanceledException => "It did not answer in time.",
        _ => fault.Message,
    };

    private static bool IsFull(Exception fault) =>
        DurableFiles.IsFull(fault)
        || fault is AmazonServiceException { StatusCode: HttpStatusCode.InsufficientStorage } or AmazonServiceException { ErrorCode: "QuotaExceeded" or "XMinioStorageFull" };
}
