using System.Text;

namespace AudioServer.Domain.Waveforms;

/// <summary>A drawing of a waveform: one filled path for each channel. Nothing in it comes from the file but numbers.</summary>
internal static class SvgWaveform
{
    private const string Colour = "#2f6f9f";

    public static async Task WriteAsync(WaveformPoints points, Stream output, CancellationToken cancellationToken)
    {
        var picture = await WaveformPicture.DrawAsync(points, cancellationToken);
        await WriteTextAsync($"""<svg xmlns="http://www.w3.org/2000/svg" width="{picture.Width}" height="{picture.Height}" viewBox="0 0 {picture.Width} {picture.Height}" preserveAspectRatio="none" fill="{Colour}">""");
        for (var lane = 0; lane < picture.Lanes; lane++)
        {
            await WriteTextAsync($"""<path d="{Outline(picture, lane)}"/>""");
        }

        await WriteTextAsync("</svg>");

        ValueTask WriteTextAsync(string text) => output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    /// <summary>Along the maxima, as steps of a column each, and back along the minima.</summary>
    private static StringBuilder Outline(WaveformPicture picture, int lane)
    {
        var path = new StringBuilder().Append("M0 ").Append(picture.Inked(lane, 0).Top);
        for (var column = 0; column < picture.Width; column++)
        {
            path.Append('V').Append(picture.Inked(lane, column).Top).Append('H').Append(column + 1);
        }

        for (var column = picture.Width - 1; column >= 0; column--)
        {
            path.Append('V').Append(picture.Inked(lane, column).Bottom).Append('H').Append(column);
        }

        return path.Append('Z');
    }
}
