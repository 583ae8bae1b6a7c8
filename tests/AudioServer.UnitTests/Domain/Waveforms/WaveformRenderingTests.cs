using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using AudioServer.Domain.Pcm;
using AudioServer.Domain.Waveforms;
using AudioServer.UnitTests.Domain.Pcm;

namespace AudioServer.UnitTests.Domain.Waveforms;

public sealed class WaveformRenderingTests
{
    /// <summary>Two pixels of two channels.</summary>
    private static readonly Sound Small = new(
        new PcmFormat(PcmEncoding.S16, 8000, 2),
        [.. Enumerable.Range(0, 512).SelectMany(frame => (double[])[frame < 256 ? 1000 : -32_768, frame % 2 == 0 ? 32_767 : -2000])]);

    [Fact]
    public async Task JSON_is_audiowaveforms_version_2() =>
        Encoding.UTF8.GetString(await (await Small.StoreAsync()).RenderAsync(WaveformFormat.Json, new WaveformSelection(Split: true))).Should().Be(
            """{"version":2,"channels":2,"sample_rate":8000,"samples_per_pixel":256,"bits":16,"length":2,"data":[1000,1000,-2000,32767,-32768,-32768,-2000,32767]}""");

    [Fact]
    public async Task JSON_of_the_mean_has_one_channel() =>
        Encoding.UTF8.GetString(await (await Small.StoreAsync()).RenderAsync(WaveformFormat.Json, new WaveformSelection(Zoom: 600, Bits: 8))).Should().Be(
            """{"version":2,"channels":1,"sample_rate":8000,"samples_per_pixel":600,"bits":8,"length":1,"data":[-67,65]}""");

    [Fact]
    public async Task Several_channels_in_binary_stand_behind_a_header_of_version_2() =>
        Convert.ToHexString(await (await Small.StoreAsync()).RenderAsync(WaveformFormat.Dat, new WaveformSelection(Split: true))).Should().Be(
            "02000000" + "00000000" + "401F0000" + "00010000" + "02000000" + "02000000" + "E803E803" + "30F8FF7F" + "00800080" + "30F8FF7F");

    [Fact]
    public async Task One_channel_in_binary_stands_behind_a_header_of_version_1() =>
        Convert.ToHexString(await (await Small.StoreAsync()).RenderAsync(WaveformFormat.Dat, new WaveformSelection(Bits: 8))).Should().Be(
            "01000000" + "01000000" + "401F0000" + "00010000" + "02000000" + "FF41" + "BD00");

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public async Task A_long_waveform_says_the_same_in_both_forms(int bits)
    {
        var stored = await Waves.Noise(3, 300_000).StoreAsync();
        var selection = new WaveformSelection(Bits: bits, Split: true);
        var values = await stored.Select(selection).ValuesAsync();

        var json = JsonDocument.Parse(await stored.RenderAsync(WaveformFormat.Json, selection)).RootElement;
        var dat = await stored.RenderAsync(WaveformFormat.Dat, selection);

        json.GetProperty("length").GetInt32().Should().Be((300_000 + 255) / 256);
        json.GetProperty("data").EnumerateArray().Select(value => value.GetInt16()).Should().Equal(values);
        Enumerable.Range(0, values.Count).Select(index => bits == 8 ? (sbyte)dat[24 + index] : BitConverter.ToInt16(dat, 24 + (2 * index))).Should().Equal(values);
        dat.Should().HaveCount(24 + (values.Count * bits / 8));
    }

    [Fact]
    public async Task SVG_is_one_path_a_channel_around_the_peaks_and_nothing_that_runs()
    {
        var svg = XDocument.Parse(Encoding.UTF8.GetString(await (await Small.StoreAsync()).RenderAsync(WaveformFormat.Svg, new WaveformSelection(Split: true))));

        svg.Root!.Name.Should().Be(XName.Get("svg", "http://www.w3.org/2000/svg"));
        svg.Root.Attribute("width")!.Value.Should().Be("2");
        svg.Root.Attribute("height")!.Value.Should().Be("400");
        svg.Root.Elements().Select(element => element.Name.LocalName).Should().Equal("path", "path");
        svg.Root.Elements().Select(path => path.Attribute("d")!.Value).Should().Equal(
            "M0 96V96H1V199H2V200H1V97H0Z",
            "M0 200V200H1V200H2V307H1V307H0Z");
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 8)]
    [InlineData(3, 100)]
    public async Task PNG_has_a_pixel_for_each_row_between_the_peaks(int channels, int width)
    {
        var sound = Waves.Noise(channels, 256 * width);
        var stored = await sound.StoreAsync();
        var values = await stored.Select(new WaveformSelection(Split: true)).ValuesAsync();

        var (rows, chunks) = Decode(await stored.RenderAsync(WaveformFormat.Png, new WaveformSelection(Split: true)));

        chunks.Should().Equal("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
        rows.Should().HaveCount(200 * channels).And.OnlyContain(row => row.Length == width);
        for (var x = 0; x < width; x++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var (min, max) = (values[2 * ((x * channels) + channel)], values[(2 * ((x * channels) + channel)) + 1]);
                Enumerable.Range(0, 200).Where(y => rows[(200 * channel) + y][x]).Should().Equal(Enumerable.Range(0, 200).Where(y => y >= (32_767 - max) * 200 / 65_536 && y <= (32_767 - min) * 200 / 65_536));
            }
        }
    }

    [Fact]
    public async Task Silence_is_still_a_line()
    {
        var stored = await Sound.Mono(PcmEncoding.S16, 8000, new double[600]).StoreAsync();

        var (rows, _) = Decode(await stored.RenderAsync(WaveformFormat.Png, new WaveformSelection()));

        rows.Where(row => row.Contains(true)).Should().ContainSingle().Which.Should().OnlyContain(inked => inked);
    }

    [Fact]
    public async Task A_picture_that_is_too_wide_is_refused()
    {
        var stored = await Sound.Mono(PcmEncoding.U8, 8000, new double[20_001 * 256]).StoreAsync();

        var draw = () => stored.RenderAsync(WaveformFormat.Svg, new WaveformSelection());

        await draw.Should().ThrowAsync<ArgumentException>();
        WaveformFormat.Svg.MaxPixels(channels: 2).Should().Be(20_000);
        WaveformFormat.Json.MaxPixels(channels: 2).Should().Be(500_000);
    }

    /// <summary>Reads what PNG (ISO/IEC 15948) says of a picture of one bit a pixel without filters, and checks what it protects.</summary>
    private static (List<bool[]> Rows, List<string> Chunks) Decode(byte[] png)
    {
        png[..8].Should().Equal(137, 80, 78, 71, 13, 10, 26, 10);
        var (chunks, data, header) = (new List<string>(), new MemoryStream(), Array.Empty<byte>());
        for (var at = 8; at < png.Length;)
        {
            var length = (int)BigEndian(png, at);
            chunks.Add(Encoding.ASCII.GetString(png, at + 4, 4));
            BigEndian(png, at + 8 + length).Should().Be(Crc(png.AsSpan(at + 4, 4 + length)));
            var body = png[(at + 8)..(at + 8 + length)];
            header = chunks[^1] == "IHDR" ? body : header;
            data.Write(chunks[^1] == "IDAT" ? body : []);
            at += 12 + length;
        }

        header[8..].Should().Equal(1, 3, 0, 0, 0);
        data.Position = 0;
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
        var (width, height, rows) = ((int)BigEndian(header, 0), (int)BigEndian(header, 4), new List<bool[]>());
        for (var y = 0; y < height; y++)
        {
            inflated.ReadByte().Should().Be(0);
            var row = new byte[(width + 7) / 8];
            inflated.ReadExactly(row);
            rows.Add([.. Enumerable.Range(0, width).Select(x => (row[x / 8] & (128 >> (x % 8))) != 0)]);
        }

        inflated.ReadByte().Should().Be(-1);
        return (rows, chunks);
    }

    private static uint BigEndian(byte[] bytes, int at) => (uint)((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]);

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
