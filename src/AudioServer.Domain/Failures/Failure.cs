using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Failures;

/// <summary>
/// A request that cannot be done, and why, in words for the person who sent it. The set is closed: one table in the Api
/// gives each <see cref="Code"/> its HTTP status, and nothing else chooses one. Faults of the server are ordinary exceptions.
/// </summary>
public abstract class Failure : Exception
{
    private protected Failure(string code, string detail, Exception? inner = null)
        : base(detail, inner) => Code = code;

    /// <summary>Stable, snake_case; part of the public contract.</summary>
    public string Code { get; }

    /// <summary>Further members for the answer, such as the id of the file that has the name. Empty for most.</summary>
    public virtual IReadOnlyDictionary<string, object> Members => new Dictionary<string, object>();

    /// <summary>When the same request may find another answer; null when waiting alone changes nothing.</summary>
    public virtual TimeSpan? RetryAfter => null;
}

public sealed class InvalidName(string detail) : Failure("invalid_name", detail);

/// <summary>One or more query parameters or body members that cannot be taken.</summary>
public sealed class InvalidParameter(IReadOnlyDictionary<string, string[]> errors) : Failure("invalid_parameter", string.Join(' ', errors.Values.SelectMany(messages => messages)))
{
    public InvalidParameter(string parameter, string detail)
        : this(new Dictionary<string, string[]> { [parameter] = [detail] })
    {
    }

    public override IReadOnlyDictionary<string, object> Members { get; } = new Dictionary<string, object> { ["errors"] = errors };
}

/// <summary>The body or a header is not what HTTP or JSON asks for.</summary>
public sealed class MalformedRequest(string detail, Exception? inner = null) : Failure("malformed_request", detail, inner);

public sealed class InvalidMultipart(string detail, Exception? inner = null) : Failure("invalid_multipart", detail, inner);

public sealed class InvalidCursor(string detail) : Failure("invalid_cursor", detail);

/// <summary>The body ended before the length that was announced.</summary>
public sealed class IncompleteBody(string detail, Exception? inner = null) : Failure("incomplete_body", detail, inner);

public sealed class DigestMismatch(string detail) : Failure("digest_mismatch", detail);

public sealed class NotFound(string detail) : Failure("not_found", detail);

/// <summary>No representation of what was asked for fits what the client accepts.</summary>
public sealed class NotAcceptable(string detail) : Failure("not_acceptable", detail);

/// <summary>What was asked for is made of the file by work that is not done.</summary>
/// <param name="detail">Which work.</param>
/// <param name="retryAfter">When it may be done; null when nobody is at it.</param>
public sealed class NotReady(string detail, TimeSpan? retryAfter) : Failure("not_ready", detail)
{
    public override TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>The name is taken; the members tell by whom, so that a client whose answer was lost can see that its upload is there.</summary>
public sealed class NameTaken(string name, Guid id, string sha256) : Failure("name_taken", $"A file named \"{name}\" exists already. Choose another name; an upload may also send onconflict=rename or onconflict=replace.")
{
    public override IReadOnlyDictionary<string, object> Members { get; } = new Dictionary<string, object> { ["id"] = id, ["sha256"] = sha256 };
}

public sealed class TooLarge(long limit) : Failure("too_large", $"The file is larger than the {limit} bytes this server takes.");

/// <summary>The content is not audio.</summary>
/// <param name="looksLike">What it looks like instead, as a noun phrase: "a PNG image".</param>
public sealed class NotAudio(string looksLike) : Failure("not_audio", $"This is not audio: it looks like {looksLike}.")
{
    public string LooksLike { get; } = looksLike;

    public override IReadOnlyDictionary<string, object> Members => new Dictionary<string, object> { ["looksLike"] = LooksLike };
}

public sealed class UnsupportedMediaType(string detail) : Failure("unsupported_media_type", detail);

public sealed class PreconditionFailed(string detail) : Failure("precondition_failed", detail);

/// <summary>The disk, or the quota of the file system, is full.</summary>
public sealed class StorageFull(Exception inner) : Failure("storage_full", "The server's disk is full.", inner);

/// <summary>Something the request needs is away for now: the database, the storage, the prober; or the server is stopping.</summary>
public sealed class Unavailable(string detail, Exception? inner = null) : Failure("unavailable", detail, inner);

/// <summary>The byte range asked for lies outside the content.</summary>
public sealed class RangeNotSatisfiable(long size) : Failure("range_not_satisfiable", $"The content has {size} bytes; no byte of the range asked for is among them.")
{
    public long Size { get; } = size;
}

/// <summary>The upload was verified while its sender waited, and is broken.</summary>
/// <param name="keptAs">The file's id; null when nothing was kept.</param>
/// <param name="finding">The weightiest thing found.</param>
/// <param name="findingCount">How many were found.</param>
public sealed class AudioBroken(Guid? keptAs, Finding? finding, int findingCount) : Failure("audio_broken", $"The file is broken. {finding?.Message}".TrimEnd())
{
    /// <summary>The file's id; null when nothing was kept.</summary>
    public Guid? KeptAs { get; } = keptAs;

    public override IReadOnlyDictionary<string, object> Members { get; } = MembersOf(keptAs, finding, findingCount);

    private static Dictionary<string, object> MembersOf(Guid? keptAs, Finding? finding, int findingCount)
    {
        var members = new Dictionary<string, object> { ["findingCount"] = findingCount };
        if (keptAs is { } id)
        {
            members["id"] = id;
        }

        if (finding is not null)
        {
            members["finding"] = finding;
        }

        return members;
    }
}

/// <summary>The audio cannot be had in the form asked for: the format does not take it, or this source does not decode.</summary>
public sealed class UnsupportedConversion(string detail) : Failure("unsupported_conversion", detail);

/// <summary>As much of this is at work already as the server does at a time.</summary>
public sealed class Busy(string detail) : Failure("busy", detail)
{
    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(5);
}
