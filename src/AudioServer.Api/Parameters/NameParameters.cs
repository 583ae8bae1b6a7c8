using AudioServer.Api.Binding;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.Failures;

namespace AudioServer.Api.Parameters;

/// <summary>A file by its name.</summary>
[QueryParameters]
public sealed class NameParameters
{
    /// <summary>The file's name.</summary>
    public string? Name { get; set; }

    internal FileSelector ToSelector() => FileSelector.ByName(Name ?? throw new InvalidParameter("name", "name is needed: it says which file."));
}

/// <summary>How content is to be offered to a person.</summary>
public enum Disposition
{
    /// <summary>To be saved.</summary>
    Attachment,

    /// <summary>To be shown or played.</summary>
    Inline,
}

/// <summary>The content of a file by its id.</summary>
[QueryParameters]
public sealed class ContentParameters
{
    public Disposition Disposition { get; set; }
}

/// <summary>The content of a file by its name.</summary>
[QueryParameters]
public sealed class NamedContentParameters
{
    /// <summary>The file's name.</summary>
    public string? Name { get; set; }

    public Disposition Disposition { get; set; }

    internal FileSelector ToSelector() => new NameParameters { Name = Name }.ToSelector();
}
