using AudioServer.Api.Binding;
using AudioServer.Application.AudioFiles;

namespace AudioServer.Api.Parameters;

/// <summary>What an upload may say beside its body.</summary>
[QueryParameters]
public sealed class UploadParameters
{
    /// <summary>The file's name; without it the multipart part's or the Content-Disposition header's, else one the server makes.</summary>
    public string? Name { get; set; }

    /// <summary>What to do when the name is taken.</summary>
    public OnConflict OnConflict { get; set; }

    /// <summary><c>key:value</c>, repeatable: at most 32, key at most 64 and value at most 256 characters.</summary>
    public string[] Label { get; set; } = [];
}
