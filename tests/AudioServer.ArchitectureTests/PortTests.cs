using System.Reflection;
using System.Xml.Linq;
using AudioServer.Application.Ports;

namespace AudioServer.ArchitectureTests;

/// <summary>An interface only at a process edge; adapters behind them are nobody's to name.</summary>
public sealed class PortTests
{
    private const string Ports = "AudioServer.Application.Ports";

    /// <summary>Interfaces that are no ports, and why they may be.</summary>
    private static readonly Dictionary<string, string> OtherInterfaces = [];

    private static readonly Type[] PortTypes = [.. Code.Application.GetTypes().Where(type => type is { IsInterface: true, Namespace: Ports })];

    private static readonly XDocument Documentation = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "AudioServer.Application.xml"));

    [Fact]
    public void There_are_ports() =>
        PortTypes.Should().Contain(typeof(IBlobStore)).And.OnlyContain(port => port.IsPublic);

    [Fact]
    public void Interfaces_are_ports() =>
        InterfacesElsewhere(Code.Types).Should().BeEmpty();

    [Fact]
    public void An_interface_elsewhere_is_found() =>
        InterfacesElsewhere([typeof(IPlantedPort), typeof(IBlobStore)]).Should().Equal(typeof(IPlantedPort).FullName);

    [Fact]
    public void Adapters_are_internal_and_sealed() =>
        OpenAdapters(Code.Infrastructure.GetTypes()).Should().BeEmpty();

    [Fact]
    public void An_open_adapter_is_found() =>
        OpenAdapters([typeof(PlantedPublicAdapter), typeof(PlantedUnsealedAdapter), typeof(PlantedAdapter)]).Should().Equal(nameof(PlantedPublicAdapter), nameof(PlantedUnsealedAdapter));

    [Fact]
    public void What_may_take_time_can_be_cancelled() =>
        Uncancellable(PortTypes).Should().BeEmpty();

    [Fact]
    public void A_port_that_cannot_be_cancelled_is_found() =>
        Uncancellable([typeof(IPlantedPort)]).Should().Equal("IPlantedPort.DoAsync", "IPlantedPort.AskAsync", "IPlantedPort.ListAsync");

    [Fact]
    public void Ports_and_their_methods_say_what_holds() =>
        Undocumented(PortTypes, Documentation).Should().BeEmpty();

    [Fact]
    public void A_port_that_says_nothing_is_found() =>
        Undocumented([typeof(IPlantedPort)], Documentation).Should().Contain("T:AudioServer.ArchitectureTests.PortTests.IPlantedPort").And.HaveCount(5);

    private static IEnumerable<string> InterfacesElsewhere(IEnumerable<Type> types) =>
        types.Where(type => type.IsInterface && type.Namespace != Ports && !OtherInterfaces.ContainsKey(type.FullName!)).Select(type => type.FullName!);

    private static IEnumerable<string> OpenAdapters(IEnumerable<Type> types) =>
        from type in types
        where type.IsClass && type.GetInterfaces().Any(implemented => implemented.Namespace == Ports)
        where type.IsVisible || type is { IsSealed: false, IsAbstract: false }
        select type.Name;

    private static IEnumerable<string> Uncancellable(IEnumerable<Type> ports) =>
        from port in ports
        from method in port.GetMethods()
        where TakesTime(method.ReturnType) && method.GetParameters().All(parameter => parameter.ParameterType != typeof(CancellationToken))
        select $"{port.Name}.{method.Name}";

    private static bool TakesTime(Type type) =>
        new[] { typeof(Task), typeof(ValueTask) }.Contains(type)
        || (type.IsGenericType && new[] { typeof(Task<>), typeof(ValueTask<>), typeof(IAsyncEnumerable<>) }.Contains(type.GetGenericTypeDefinition()));

    private static IEnumerable<string> Undocumented(IEnumerable<Type> ports, XDocument documentation)
    {
        var documented = documentation.Descendants("member").Where(member => member.Element("summary") is { Value.Length: > 0 }).Select(member => member.Attribute("name")!.Value).ToList();
        var wanted = ports.SelectMany(port => port.GetMethods().Where(method => !method.IsSpecialName).Select(method => $"M:{NameOf(port)}.{method.Name}").Prepend($"T:{NameOf(port)}"));
        return wanted.Where(name => !documented.Exists(known => known == name || known.StartsWith(name + "(", StringComparison.Ordinal) || known.StartsWith(name + "``", StringComparison.Ordinal)));
    }

    private static string NameOf(MemberInfo type) => ((Type)type).FullName!.Replace('+', '.');

    public interface IPlantedPort
    {
        Task DoAsync();

        ValueTask<int> AskAsync(string what);

        IAsyncEnumerable<int> ListAsync();

        Task FineAsync(CancellationToken cancellationToken);
    }

    public sealed class PlantedPublicAdapter : IIdGenerator
    {
        public Guid NewId() => Guid.Empty;
    }

    internal class PlantedUnsealedAdapter : IIdGenerator
    {
        public Guid NewId() => Guid.Empty;
    }

    internal sealed class PlantedAdapter : PlantedUnsealedAdapter;
}
