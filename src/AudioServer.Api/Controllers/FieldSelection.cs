using System.Text.Json;
using System.Text.Json.Nodes;
using AudioServer.Application;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Mvc;

namespace AudioServer.Api.Controllers;

/// <summary>Which members of each file a list answers (<c>fields=id,name,duration</c>).</summary>
internal sealed class FieldSelection
{
    private static readonly string[] Known =
        [.. JsonSettings.Options.GetTypeInfo(typeof(AudioFileView)).Properties.Where(property => property.Get is not null).Select(property => property.Name)];

    private readonly string[]? _fields;

    private FieldSelection(string[]? fields) => _fields = fields;

    /// <exception cref="InvalidParameter">A file has no such member.</exception>
    public static FieldSelection Parse(string? fields)
    {
        if (fields is null)
        {
            return new FieldSelection(null);
        }

        var wanted = fields.Split(',', StringSplitOptions.TrimEntries);
        var selected = wanted.Select(field => Known.FirstOrDefault(known => known.Equals(field, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidParameter("fields", $"A file has no member \"{field}\"; it has {string.Join(", ", Known)}."));
        return new FieldSelection([.. selected]);
    }

    public JsonResult Apply(AudioPage page) => _fields is null
        ? new JsonResult(page)
        : new JsonResult(new { Items = page.Items.Select(Select), page.Next, page.Total });

    private JsonObject Select(AudioFileView file)
    {
        var whole = JsonSerializer.SerializeToNode(file, JsonSettings.Options)!.AsObject();
        return new JsonObject(_fields!.Distinct().Select(field => KeyValuePair.Create(field, whole[field]?.DeepClone())));
    }
}
