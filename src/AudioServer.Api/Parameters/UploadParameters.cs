using System.ComponentModel.DataAnnotations;
using AudioServer.Api.Binding;
using AudioServer.Application.AudioFiles;

namespace AudioServer.Api.Parameters;

/// <summary>What an upload may say beside its body.</summary>
[QueryParameters]
public sealed class UploadParameters
{
    /// <summary>The file's name; without it the multipart part's or the Content-Disposition header's, else one the server makes.</summary>
    /// <example>take2.wav</example>
    public string? Name { get; set; }

    /// <summary>What to do when the name is taken.</summary>
    public OnConflict OnConflict { get; set; }

    /// <summary><c>key:value</c>, repeatable: at most 32, key at most 64 and value at most 256 characters.</summary>
    /// <example>["project:demo"]</example>
    public string[] Label { get; set; } = [];

    /// <summary>Seconds, 0 to 60, to hold the answer until the file is verified: 201 whole or suspect, 202 not verified yet, 422 broken. Also <c>Prefer: wait=N</c>.</summary>
    [Range(0, 60)]
    public double? Wait { get; set; }

    /// <summary>What to do when the file turns out to be broken while the answer is held; <c>discard</c> needs <c>wait</c> and does not go with <c>onconflict=replace</c>. A client that leaves before the verdict has the file kept.</summary>
    public OnBroken OnBroken { get; set; }
}

/// <summary>What a check may say beside its body.</summary>
[QueryParameters]
public sealed class CheckParameters
{
    /// <summary>The file's name, for the report; without it the multipart part's or the Content-Disposition header's.</summary>
    public string? Name { get; set; }
}
