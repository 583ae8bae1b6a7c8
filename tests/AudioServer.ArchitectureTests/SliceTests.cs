using System.Text.RegularExpressions;
using MediatR;

namespace AudioServer.ArchitectureTests;

/// <summary>One use case, one file: message, rules, handler and answer.</summary>
public sealed class SliceTests
{
    private const int MaxSliceLines = 150;

    private static readonly SourceFile[] Slices = [.. Code.Under("src/AudioServer.Application").Where(HasHandler)];

    [Fact]
    public void Each_slice_is_one_message_and_its_handler_in_a_file_of_their_name() =>
        MisplacedSlices(Code.Application.GetTypes(), Code.Under("src/AudioServer.Application")).Should().BeEmpty();

    [Fact]
    public void A_slice_in_disorder_is_found()
    {
        var tidy = new SourceFile("Features/PlantThing.cs", "public sealed record PlantThingCommand : IRequest;\ninternal sealed class PlantThingHandler : IRequestHandler<PlantThingCommand> { }\n");
        var elsewhere = new SourceFile("Features/Handlers.cs", "internal sealed class PlantThingHandler : IRequestHandler<PlantThingCommand> { }\n");
        Type[] types = [typeof(PlantThingCommand), typeof(PlantThingHandler)];

        MisplacedSlices(types, [tidy]).Should().BeEmpty();
        MisplacedSlices(types, [tidy with { Path = "Features/Things.cs" }]).Should().ContainSingle().Which.Should().Contain("PlantThing.cs");
        MisplacedSlices(types, [tidy with { Text = "public sealed record PlantThingCommand : IRequest;\n" }, elsewhere]).Should().ContainSingle().Which.Should().Contain("PlantThingHandler");
        MisplacedSlices([typeof(PlantThingCommand)], [tidy]).Should().ContainSingle().Which.Should().Contain("no handler");
        MisplacedSlices([typeof(PlantedMessage), typeof(PlantThingHandler)], [tidy]).Should().Contain(found => found.Contains("Command or Query"));
        MisplacedSlices([typeof(PlantThingCommand), typeof(PlantThingHandler), typeof(PublicHandler)], [tidy]).Should().Contain(found => found.Contains("internal sealed"));
        MisplacedSlices(types, [tidy with { Text = tidy.Text + "public sealed record OtherQuery : IRequest<int>;\n" }]).Should().ContainSingle().Which.Should().Contain("2 messages");
    }

    [Fact]
    public void Slices_are_short() =>
        Slices.Where(file => file.Lines > MaxSliceLines).Should().BeEmpty();

    [Fact]
    public void Every_message_is_sent_by_a_controller_a_verb_or_a_worker() =>
        UnsentMessages(Messages(Code.Application.GetTypes()), [.. Code.Under("src/AudioServer.Api"), .. Code.Under("src/AudioServer.Infrastructure")]).Should().BeEmpty();

    [Fact]
    public void A_message_nobody_sends_is_found() =>
        UnsentMessages([typeof(PlantThingCommand)], [new SourceFile("x.cs", "// new PlantThingCommand()")]).Should().Equal(nameof(PlantThingCommand));

    [Fact]
    public void Validation_is_the_only_step_around_handlers() =>
        PipelineSteps(Code.Types).Should().Equal("ValidationBehavior`2");

    [Fact]
    public void Another_step_is_found() =>
        PipelineSteps([typeof(PlantedStep<,>)]).Should().Equal("PlantedStep`2");

    [Fact]
    public void There_is_no_repository_above_the_repository() =>
        Ceremony(Code.Types).Should().BeEmpty();

    [Fact]
    public void Ceremony_is_found() =>
        Ceremony([typeof(PlantedRepository)]).Should().Equal(nameof(PlantedRepository));

    private static IEnumerable<Type> Messages(IEnumerable<Type> types) =>
        types.Where(type => type is { IsInterface: false, IsAbstract: false } && type.GetInterfaces().Contains(typeof(IBaseRequest)));

    private static IEnumerable<string> MisplacedSlices(IReadOnlyCollection<Type> types, IReadOnlyCollection<SourceFile> sources)
    {
        var handlers = types.Where(type => type is { IsAbstract: false } && HandledBy(type) is not null).ToLookup(handler => HandledBy(handler)!);
        foreach (var handler in handlers.SelectMany(group => group).Where(type => type.IsVisible || !type.IsSealed))
        {
            yield return $"{handler.Name} is not internal sealed";
        }

        foreach (var message in Messages(types))
        {
            var useCase = Regex.Match(message.Name, "^(.+)(?:Command|Query)$").Groups[1].Value;
            if (useCase.Length == 0 || !message.IsSealed)
            {
                yield return $"{message.Name} is no sealed Command or Query";
                continue;
            }

            if (handlers[message].Count() != 1)
            {
                yield return $"{message.Name} has {(handlers[message].Any() ? "several handlers" : "no handler")}";
                continue;
            }

            var file = sources.SingleOrDefault(source => Declares(source, "record", message.Name));
            if (file is null || file.Name != useCase + ".cs")
            {
                yield return $"{message.Name} stands in {file?.Path ?? "no record's file"}, not in {useCase}.cs";
            }
            else if (handlers[message].Single().Name != useCase + "Handler" || !Declares(file, "class", useCase + "Handler"))
            {
                yield return $"{file.Path} does not hold {useCase}Handler";
            }
            else if (Regex.Count(CSharpText.WithoutCommentsAndStrings(file.Text), @"\brecord\s+\w+(?:Command|Query)\b") is var count and not 1)
            {
                yield return $"{file.Path} holds {count} messages";
            }
        }
    }

    private static Type? HandledBy(Type handler) =>
        handler.GetInterfaces().FirstOrDefault(implemented => implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))?.GetGenericArguments()[0];

    private static bool Declares(SourceFile file, string kind, string name) =>
        Regex.IsMatch(CSharpText.WithoutCommentsAndStrings(file.Text), $@"\b{kind}\s+{name}\b");

    private static bool HasHandler(SourceFile file) =>
        Regex.IsMatch(CSharpText.WithoutCommentsAndStrings(file.Text), @"\bclass\s+\w+Handler\b");

    private static IEnumerable<string> UnsentMessages(IEnumerable<Type> messages, IReadOnlyCollection<SourceFile> senders) =>
        messages.Select(message => message.Name).Where(name => !senders.Any(file => Regex.IsMatch(CSharpText.WithoutCommentsAndStrings(file.Text), $@"\bnew {name}\b|\b{name} \w+\([^)]*\) => new\(")));

    private static IEnumerable<string> PipelineSteps(IEnumerable<Type> types) =>
        types.Where(type => type.GetInterfaces().Any(implemented => implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(IPipelineBehavior<,>))).Select(type => type.Name);

    private static IEnumerable<string> Ceremony(IEnumerable<Type> types) =>
        types.Select(type => type.Name).Where(name => Regex.IsMatch(name, "(Repository|UnitOfWork|Manager|Helper|Utils|EntityBase|BaseEntity)$"));

    public sealed record PlantThingCommand : IRequest;

    public sealed record PlantedMessage : IRequest;

    internal sealed class PlantThingHandler : RequestHandler<PlantThingCommand>
    {
        protected override void Handle(PlantThingCommand request)
        {
            // Planted.
        }
    }

    public sealed class PublicHandler : RequestHandler<PlantedMessage>
    {
        protected override void Handle(PlantedMessage request)
        {
            // Planted.
        }
    }

    internal sealed class PlantedStep<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    {
        public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) => next();
    }

    internal sealed class PlantedRepository;
}
