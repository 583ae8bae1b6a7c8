namespace AudioServer.Domain.Waveforms;

/// <summary>Where a drawing of a waveform is inked: in each column from a top row to a bottom row, channels one below the other. Held whole, so of bounded width.</summary>
internal sealed class WaveformPicture
{
    /// <summary>Rows of one channel.</summary>
    public const int LaneHeight = 200;

    private readonly List<(int Top, int Bottom)> _inked = [];

    private WaveformPicture(int width, int lanes) => (Width, Lanes) = (width, lanes);

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Channels.</summary>
    public int Lanes { get; }

    /// <summary>Rows.</summary>
    public int Height => Lanes * LaneHeight;

    /// <summary>The first inked row of a column, and the row behind the last; always at least one row.</summary>
    public (int Top, int Bottom) Inked(int lane, int column) => _inked[(column * Lanes) + lane];

    /// <exception cref="ArgumentException">It would be wider than <see cref="WaveformFormats.MaxWidth"/>.</exception>
    public static async Task<WaveformPicture> DrawAsync(WaveformPoints points, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points.Length, WaveformFormats.MaxWidth, nameof(points));
        var picture = new WaveformPicture((int)points.Length, points.Channels);
        var steps = 1 << points.Bits;
        await foreach (var block in points.BlocksAsync(cancellationToken))
        {
            picture.Add(block.Span, steps);
        }

        return picture;
    }

    private void Add(ReadOnlySpan<short> values, int steps)
    {
        for (; !values.IsEmpty; values = values[2..])
        {
            var above = _inked.Count % Lanes * LaneHeight;
            _inked.Add((above + RowOf(values[1], steps), above + RowOf(values[0], steps) + 1));
        }
    }

    /// <summary>The highest value in row 0, the lowest in the last.</summary>
    private static int RowOf(int value, int steps) => ((steps / 2) - 1 - value) * LaneHeight / steps;
}
