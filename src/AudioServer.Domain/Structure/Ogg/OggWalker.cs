using System.Buffers.Binary;
using System.Numerics;
using AudioServer.Domain.Formats;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Ogg;

/// <summary>Ogg: RFC 3533. Cuts the file into pages and checks the checksum of each; <see cref="OggStreams"/> makes sense of them.</summary>
internal sealed class OggWalker
{
    private readonly ForwardReader _reader;
    private readonly FindingList _findings = new();
    private readonly OggStreams _streams;
    private int _damages;
    private long _readTwice;
    private bool _isInDamage;
    private bool _isCut;
    private long _end;

    private OggWalker(ForwardReader reader, string codec)
    {
        _reader = reader;
        _streams = new OggStreams(codec, _findings);
    }

    /// <param name="reader">At the beginning.</param>
    /// <param name="codec">ffprobe's name: of several audio streams side by side the first with it counts.</param>
    public static FileStructure Walk(ForwardReader reader, string codec) => new OggWalker(reader, codec).Walk();

    private FileStructure Walk()
    {
        while (LeadingTags.Size(_reader.Peek(32)) is > 0 and var size)
        {
            Add(FindingCodes.SkippedData, Severity.Info, $"A tag of {size:N0} bytes stands before the first page.", _reader.Position);
            _reader.Advance(size);
        }

        while (_reader.Left > 0)
        {
            var bytes = _reader.Peek(ForwardReader.MaxPeek);
            if (bytes.IsEmpty)
            {
                break;
            }

            if (bytes.StartsWith(OggPage.Capture) || (bytes.Length < OggPage.Capture.Length && OggPage.Capture.StartsWith(bytes)))
            {
                ReadPage(bytes);
            }
            else
            {
                FindPage();
            }
        }

        return _streams.Finish(_end, _damages, _isCut);
    }

    private void ReadPage(ReadOnlySpan<byte> bytes)
    {
        var size = OggPage.SizeOf(bytes);
        if (size > bytes.Length && bytes[1..].IndexOf(OggPage.Capture) < 0)
        {
            _isCut = true;
            Add(FindingCodes.Truncated, Severity.Error, $"The last page is cut: of its {(bytes.Length < OggPage.HeaderLength ? "header" : $"{size:N0} bytes")} only {bytes.Length:N0} bytes are there.", _reader.Position);
            _reader.Advance(bytes.Length);
            return;
        }

        if (size <= bytes.Length && new OggPage(bytes[..size]) is { IsSound: true } page)
        {
            _isInDamage = false;
            _end = _reader.Position + size;
            _streams.Read(page, _reader.Position, _damages);
            _reader.Advance(size);
            return;
        }

        Damaged($"The page of {Math.Min(size, bytes.Length):N0} bytes does not match its checksum.", _reader.Position);

        // Where the next page stands tells whether the damaged one's lengths can be believed. Where they cannot, it is looked for inside: in a file
        // made of nothing but beginnings of pages that would go on for hours, so it is done for so many bytes as the file has.
        var isSizeRight = size <= bytes.Length && (size == _reader.Left || bytes[size..].StartsWith(OggPage.Capture));
        var step = isSizeRight || _readTwice > _reader.Length ? size : OggPage.Capture.Length;
        _readTwice += size - step;
        _reader.Advance(step);
    }

    /// <summary>Goes over bytes that are no page, to the next one or to the end.</summary>
    private void FindPage()
    {
        var start = _reader.Position;
        var (skipped, isFound) = Skip(_reader.Peek(ForwardReader.MaxPeek));
        var first = _reader.Peek(skipped);
        var isPage = Resembles(first);
        var (name, isHarmless) = LooseBytes.Describe(first, skipped);
        _reader.Advance(skipped);
        while (!isFound && skipped > 0)
        {
            (skipped, isFound) = Skip(_reader.Peek(ForwardReader.MaxPeek));
            _reader.Advance(skipped);
        }

        var length = _reader.Position - start;
        var severity = isHarmless ? Severity.Info : Severity.Warning;
        if (_isInDamage)
        {
            return;
        }

        if (isPage)
        {
            Damaged("A page's first bytes are damaged.", start);
        }
        else if (isFound)
        {
            Add(FindingCodes.SkippedData, severity, $"{length:N0} bytes {(_end == 0 ? "before the first page" : "between two pages")} belong to none: {name}.", start);
        }
        else
        {
            Add(FindingCodes.TrailingData, severity, $"{length:N0} bytes behind the last page belong to none: {name}.", start);
        }
    }

    /// <summary>How many bytes surely belong to no page, and whether one stands behind them; 0 and none at the end.</summary>
    private (int Count, bool IsFound) Skip(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOf(OggPage.Capture);
        return at >= 0 ? (at, true)
            : bytes.Length == _reader.Left || bytes.Length < ForwardReader.MaxPeek ? (bytes.Length, false)
            : (bytes.Length - OggPage.Capture.Length + 1, false);
    }

    private static bool Resembles(ReadOnlySpan<byte> bytes) => bytes.Length >= OggPage.Capture.Length
        && BitOperations.PopCount(BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ BinaryPrimitives.ReadUInt32LittleEndian(OggPage.Capture)) <= 2;

    private void Damaged(string message, long start)
    {
        _damages++;
        _isInDamage = true;
        Add(FindingCodes.ChecksumMismatch, Severity.Error, message, start);
    }

    private void Add(string code, Severity severity, string message, long start) =>
        _findings.Add(new Finding(code, severity, message, _streams.Seconds, start));
}
