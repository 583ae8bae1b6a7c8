using System.Text;

namespace AudioServer.Domain.Formats;

/// <summary>Tells text from other bytes, and one kind of text from another. Playlists matter most: a decoder would follow them to other files.</summary>
internal static class TextKind
{
    // The first row that fits wins. All comparisons ignore case.
    private static readonly (string Begins, string Holds, string LooksLike)[] Kinds =
    [
        ("#EXTM3U", "#EXT-X-", "an HLS playlist"),
        ("#EXTM3U", "", "an M3U playlist"),
        ("ffconcat version", "", "an ffconcat script"),
        ("[playlist]", "", "a PLS playlist"),
        ("v=0", "\no=", "an SDP session description"),
        ("<MPD", "", "a DASH manifest"),
        ("<asx", "", "an ASX playlist"),
        ("<smil", "", "a SMIL playlist"),
        ("<svg", "", "an SVG image"),
        ("<!doctype html", "", "an HTML page"),
        ("<html", "", "an HTML page"),
        ("<head", "", "an HTML page"),
        ("<body", "", "an HTML page"),
        ("<script", "", "an HTML page"),
        ("<!--", "<html", "an HTML page"),
        ("<", "<MPD", "a DASH manifest"),
        ("<", "<svg", "an SVG image"),
        ("<?xml", "<html", "an HTML page"),
        ("<?xml", "", "an XML document"),
        ("<?php", "", "a script"),
        ("#!", "", "a script"),
        ("{\\rtf", "", "an RTF document"),
        ("{", "\":", "a JSON document"),
        ("[", "\":", "a JSON document"),
        ("%!PS", "", "a PostScript document"),
        ("WEBVTT", "", "a subtitle file"),
    ];

    /// <summary>What the text is, or null where the bytes are no text.</summary>
    /// <param name="head">The beginning of the file; a character may be cut at its end.</param>
    public static string? Describe(ReadOnlySpan<byte> head)
    {
        if (Decode(head) is not { } decoded)
        {
            return null;
        }

        var text = decoded.TrimStart();
        foreach (var (begins, holds, looksLike) in Kinds)
        {
            if (text.StartsWith(begins, StringComparison.OrdinalIgnoreCase) && text.Contains(holds, StringComparison.OrdinalIgnoreCase))
            {
                return looksLike;
            }
        }

        return "plain text";
    }

    /// <summary>The bytes as text by their byte order mark, as UTF-8, or in some 8-bit code that is mostly ASCII; null where none of these fits.</summary>
    private static string? Decode(ReadOnlySpan<byte> head) => head switch
    {
        [] => null,
        [0xFF, 0xFE, 0, 0, ..] => Readable(Encoding.UTF32, head[4..]),
        [0, 0, 0xFE, 0xFF, ..] => Readable(new UTF32Encoding(bigEndian: true, byteOrderMark: false), head[4..]),
        [0xFF, 0xFE, ..] => Readable(Encoding.Unicode, head[2..]),
        [0xFE, 0xFF, ..] => Readable(Encoding.BigEndianUnicode, head[2..]),
        [0xEF, 0xBB, 0xBF, ..] => Readable(Encoding.UTF8, head[3..]),
        _ => Readable(Encoding.UTF8, head) ?? (MostlyAscii(head) ? Readable(Encoding.Latin1, head) : null),
    };

    private static string? Readable(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        var text = encoding.GetString(bytes);
        var whole = text.EndsWith('\uFFFD') ? text.AsSpan(0, text.Length - 1) : text;
        foreach (var letter in whole)
        {
            if (letter is '\uFFFD' or '\uFFFE' or '\uFFFF' || (char.IsControl(letter) && letter is not ('\t' or '\n' or '\r' or '\f' or '\u001B' or '\u0085')))
            {
                return null;
            }
        }

        return whole.Length > 0 ? text : null;
    }

    private static bool MostlyAscii(ReadOnlySpan<byte> bytes)
    {
        var ascii = 0;
        foreach (var value in bytes)
        {
            ascii += value < 0x80 ? 1 : 0;
        }

        return ascii >= bytes.Length * 0.7;
    }
}
