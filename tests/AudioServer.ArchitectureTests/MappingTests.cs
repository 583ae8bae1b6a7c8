using System.Reflection;
using AudioServer.Application;
using AutoMapper;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.ArchitectureTests;

/// <summary>AutoMapper serves read projections only.</summary>
public sealed class MappingTests
{
    private static readonly IConfigurationProvider Configuration = new ServiceCollection().AddApplication().BuildServiceProvider().GetRequiredService<IConfigurationProvider>();

    [Fact]
    public void Every_member_of_a_view_has_its_source() =>
        Configuration.AssertConfigurationIsValid();

    [Fact]
    public void A_member_without_a_source_is_found()
    {
        var assert = () => Planted<Node, WiderNode>().AssertConfigurationIsValid();

        assert.Should().Throw<AutoMapperConfigurationException>();
    }

    /// <summary>Why the advisory GHSA-rvv3-g6hj-g44x may be suppressed (docs/decisions/ADR-0002): mapping cannot recurse without end over types that have no circle.</summary>
    [Fact]
    public void No_mapped_type_refers_to_itself()
    {
        Configuration.GetAllTypeMaps().Should().NotBeEmpty();
        Circles(Configuration).Should().BeEmpty();
    }

    [Fact]
    public void A_type_that_refers_to_itself_is_found()
    {
        Circles(Planted<Node, FlatNode>()).Should().Equal("Node → Node");
        Circles(Planted<FlatNode, Node>()).Should().Equal("Node → Node");
        Circles(Planted<Parent, FlatNode>()).Should().Contain("Parent → Child → Parent");
        Circles(Planted<FlatNode, Indirect>()).Should().Contain("Child → Parent → Child");
        Circles(Planted<FlatNode, FlatNode>()).Should().BeEmpty();
    }

    [Fact]
    public void Nothing_is_mapped_onto_the_domain() =>
        MapsOntoTheDomain(Configuration).Should().BeEmpty();

    [Fact]
    public void A_map_onto_the_domain_is_found() =>
        MapsOntoTheDomain(Planted<FlatNode, Domain.AudioFiles.AudioFileLabel>()).Should().Equal("FlatNode → AudioFileLabel");

    private static IEnumerable<string> Circles(IConfigurationProvider configuration) =>
        configuration.GetAllTypeMaps().SelectMany(map => (Type[])[map.SourceType, map.DestinationType]).Distinct().SelectMany(root => CirclesFrom(root, [])).Distinct();

    private static IEnumerable<string> CirclesFrom(Type type, IReadOnlyList<Type> path)
    {
        var seen = path.TakeWhile(passed => passed != type).Count();
        if (seen < path.Count)
        {
            return [string.Join(" → ", path.Skip(seen).Append(type).Select(passed => passed.Name))];
        }

        return MemberTypes(type).SelectMany(member => CirclesFrom(member, [.. path, type]));
    }

    /// <summary>The types of ours that a type's members hold, directly or in collections.</summary>
    private static IEnumerable<Type> MemberTypes(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.PropertyType)
        .Concat(type.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(field => field.FieldType))
        .SelectMany(Unwrap)
        .Where(member => member is { IsEnum: false, Namespace: { } name } && name.StartsWith("AudioServer", StringComparison.Ordinal))
        .Distinct();

    private static IEnumerable<Type> Unwrap(Type type) =>
        type.IsArray ? Unwrap(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Unwrap).Append(type)
        : [type];

    private static IEnumerable<string> MapsOntoTheDomain(IConfigurationProvider configuration) =>
        configuration.GetAllTypeMaps().Where(map => map.DestinationType.Assembly == Code.Domain).Select(map => $"{map.SourceType.Name} → {map.DestinationType.Name}");

    private static MapperConfiguration Planted<TSource, TDestination>() => new(mapping => mapping.CreateMap<TSource, TDestination>());

    public sealed class FlatNode
    {
        public int Id { get; set; }
    }

    public sealed class WiderNode
    {
        public int Id { get; set; }

        public int Width { get; set; }
    }

    public sealed class Node
    {
        public int Id { get; set; }

        public Node? Next { get; set; }
    }

    public sealed class Parent
    {
        public int Id { get; set; }

        public List<Child> Children { get; } = [];
    }

    public sealed class Child
    {
        public Parent? Parent { get; set; }
    }

    public sealed class Indirect
    {
        public int Id { get; set; }

        public IReadOnlyDictionary<string, Child[]> Children { get; set; } = new Dictionary<string, Child[]>();
    }
}
