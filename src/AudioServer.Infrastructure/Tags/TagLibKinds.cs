using System.Collections.Frozen;

namespace AudioServer.Infrastructure.Tags;

/// <summary>TagLib's file type for ffmpeg's demuxer, so that a file is read as what its bytes say, never as what its name says.</summary>
internal static class TagLibKinds
{
    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["aac"] = "taglib/aac",
        ["aiff"] = "taglib/aif",
        ["ape"] = "taglib/ape",
        ["asf"] = "taglib/wma",
        ["avi"] = "taglib/avi",
        ["dsf"] = "taglib/dsf",
        ["flac"] = "taglib/flac",
        ["matroska"] = "taglib/mkv",
        ["mov"] = "taglib/m4a",
        ["mp3"] = "taglib/mp3",
        ["mpc"] = "taglib/mpc",
        ["mpc8"] = "taglib/mpc",
        ["ogg"] = "taglib/ogg",
        ["wav"] = "taglib/wav",
        ["wv"] = "taglib/wv",
    }.ToFrozenDictionary();

    /// <summary>Null where no release of TagLibSharp knows the format. One that lacks a type listed here refuses the file, which is no harm.</summary>
    public static string? Of(string demuxer) => Kinds.GetValueOrDefault(demuxer);
}
