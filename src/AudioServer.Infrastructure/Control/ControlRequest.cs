using System.Text.Json;
using System.Text.Json.Nodes;
using AudioServer.Application;
using AudioServer.Application.Access;
using AudioServer.Application.Maintenance;
using AudioServer.Application.Ports;
using AudioServer.Application.Verification;
using MediatR;

namespace AudioServer.Infrastructure.Control;

/// <summary>What may be asked of a running server through its control socket: an object of one member, whose name is the use case and whose value is its message.</summary>
internal static class ControlRequest
{
    private static readonly Dictionary<string, Message> Known = new[]
    {
        Message.Of<ReconcileCommand, ReconcileReport>(),
        Message.Of<BackUpCommand, BackupReport>(),
        Message.Of<GetBackupProgressQuery, BackupProgress?>(),
        Message.Of<RequestVerificationsCommand, int>(),
        Message.Of<GetVerificationSummaryQuery, VerificationSummary>(),
        Message.Of<AddUserCommand, UserView>(),
        Message.Of<ListUsersQuery, IReadOnlyList<UserView>>(),
        Message.Of<DisableUserCommand, UserView>(),
        Message.Of<SetPasswordCommand, UserView>(),
        Message.Of<AdoptLocalFilesCommand, Adoption>(),
        Message.Of<CreateTokenCommand, TokenView>(),
        Message.Of<ListTokensQuery, TokenList>(),
        Message.Of<RevokeTokenCommand, Unit>(),
        Message.Of<RotateLinkKeyCommand, Unit>(),
    }.ToDictionary(message => message.Name);

    /// <exception cref="ArgumentException">The message is no operator's.</exception>
    public static JsonObject Of(IBaseRequest message) => Known.TryGetValue(NameOf(message.GetType()), out var known)
        ? new JsonObject { [known.Name] = JsonSerializer.SerializeToNode(message, message.GetType(), JsonSettings.Options) }
        : throw new ArgumentException($"{message.GetType().Name} is no operator's verb.", nameof(message));

    /// <exception cref="InvalidOperationException">Nothing that is known is asked.</exception>
    public static Task<object?> SendAsync(string request, IMediator mediator, CancellationToken cancellationToken) =>
        JsonNode.Parse(request) is JsonObject { Count: 1 } asked && asked.Single() is { Value: { } content } one && Known.TryGetValue(one.Key, out var message)
            ? message.SendAsync(content, mediator, cancellationToken)
            : throw new InvalidOperationException("The request asks nothing that is known.");

    private static string NameOf(Type message) =>
        JsonNamingPolicy.CamelCase.ConvertName(message.Name.Replace("Command", "", StringComparison.Ordinal).Replace("Query", "", StringComparison.Ordinal));

    private sealed record Message(string Name, Func<JsonNode, IMediator, CancellationToken, Task<object?>> SendAsync)
    {
        public static Message Of<TMessage, TAnswer>()
            where TMessage : IRequest<TAnswer> =>
            new(NameOf(typeof(TMessage)), async (content, mediator, cancellationToken) => await mediator.Send<TAnswer>(content.Deserialize<TMessage>(JsonSettings.Options)!, cancellationToken));
    }
}

/// <summary>What a running server answers: one of the two.</summary>
/// <param name="Answer">What the use case answered.</param>
/// <param name="Refusal">Why it was not done, in words for the operator.</param>
internal sealed record ControlAnswer(JsonNode? Answer, string? Refusal = null);
