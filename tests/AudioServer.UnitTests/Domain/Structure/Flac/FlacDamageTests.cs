using AudioServer.Domain.Structure;
using AudioServer.Domain.Structure.Flac;
using AudioServer.Domain.Verification;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Structure.Flac;

/// <summary>Damage in frames, and bytes that nobody meant to be FLAC.</summary>
public sealed class FlacDamageTests
{
    private static readonly byte[] Sound = Scans.Fixture("flac-s16.flac");
    private static readonly List<int> Frames = FlacBytes.FrameStarts(Sound);

    [Theory]
    [InlineData("flac-s16.flac", 2000)]
    [InlineData("flac-s24-96k.flac", 500)]
    public void A_flipped_bit_in_any_frame_is_found_in_its_frame(string name, int flips)
    {
        var sound = Scans.Fixture(name);
        var frames = FlacBytes.FrameStarts(sound);
        var blockSize = FlacFrameHeader.Parse(sound.AsSpan(frames[0]), null)!.Value.BlockSize;
        foreach (var bit in Scans.Spread(frames[0] * 8L, sound.Length * 8L, flips))
        {
            var structure = Scans.Flac(Scans.Flipped(sound, bit));

            var frame = frames.FindLastIndex(start => start <= bit / 8);
            structure.Faults().Should().ContainSingle("bit {0} of frame {1} is flipped", bit, frame).Which.Should().BeEquivalentTo(
                new { Severity = Severity.Error, Byte = (long)frames[frame] });
            structure.Findings.First().At.Should().BeApproximately((double)frame * blockSize / structure.SampleRate!.Value, 1e-9);
        }
    }

    [Fact]
    public void Every_flipped_bit_of_every_header_is_a_checksum_mismatch_at_it()
    {
        foreach (var start in Frames.SkipLast(1))
        {
            for (var bit = 0; bit < 6 * 8; bit++)
            {
                Scans.Flac(Scans.Flipped(Sound, (start * 8L) + bit)).Findings.Should().ContainSingle("bit {0} at {1} is flipped", bit, start)
                    .Which.Should().BeEquivalentTo(new { Code = FindingCodes.ChecksumMismatch, Severity = Severity.Error, Byte = (long)start });
            }
        }
    }

    [Fact]
    public void A_damaged_frame_counts_and_only_it_is_told()
    {
        var damaged = Sound.ToArray();
        damaged.AsSpan(Frames[1] + 100, 50).Clear();

        var structure = Scans.Flac(damaged);

        structure.PresentSamples.Should().Be(8820);
        structure.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.ChecksumMismatch, Byte = (long)Frames[1] });
    }

    [Fact]
    public void A_missing_frame_is_told_where_it_is_missing()
    {
        var structure = Scans.Flac([.. Sound[..Frames[1]], .. Sound[Frames[2]..]]);

        structure.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.MissingData, Severity = Severity.Error, Byte = (long)Frames[1] });
        structure.Findings.Single().Message.Should().Contain(Invariant(8820 - structure.PresentSamples!.Value));
    }

    [Fact]
    public void Frames_overwritten_with_zeros_are_told_as_damage()
    {
        var first = Sound.ToArray();
        first.AsSpan(Frames[0], Frames[1] - Frames[0]).Clear();
        var second = Sound.ToArray();
        second.AsSpan(Frames[1], Frames[2] - Frames[1]).Clear();

        Scans.Flac(first).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Severity = Severity.Error, Byte = (long)Frames[0] });
        Scans.Flac(second).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Severity = Severity.Error, Byte = (long)Frames[1] });
    }

    [Fact]
    public void A_frame_that_stands_there_twice_makes_the_numbers_go_back()
    {
        Scans.Flac([.. Sound[..Frames[1]], .. Sound[Frames[0]..]]).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Code = FindingCodes.MissingData, Severity = Severity.Warning });
    }

    [Fact]
    public void A_thousand_damages_are_counted_and_few_are_kept()
    {
        var frames = Enumerable.Range(0, 127).Select(number => Scans.Flipped(FlacBytes.Frame(number, 16), 200)).ToArray();

        var structure = Scans.Flac(FlacBytes.Stream(127 * 16, frames));

        structure.PresentSamples.Should().Be(127 * 16);
        structure.Findings.CountOf(FindingCodes.ChecksumMismatch).Should().Be(127);
        structure.Findings.Count.Should().Be(FindingList.MaxOfOneCode);
    }

    [Fact]
    public void No_bytes_make_it_fail()
    {
        for (var length = 0; length <= Frames[0] + 50; length++)
        {
            Scans.Flac(Sound[..length]).Should().NotBeNull();
        }

        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var bytes = Sound.ToArray();
            for (var hit = random.Next(60); hit >= 0; hit--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Scans.Flac(bytes).PresentSamples.Should().BeGreaterThanOrEqualTo(0);
        }
    }

    [Fact]
    public void Nothing_but_sync_codes_is_read_once()
    {
        byte[] header = [0xFF, 0xF8, 0x79, 0x18, 0, 0xFF, 0xFF];
        var bytes = FlacBytes.Stream(1L << 35, [.. Enumerable.Repeat<byte[]>([.. header, .. FlacBytes.Frame(0, 65_536)[7..8]], 300_000).SelectMany(part => part)]);

        Scans.Flac(bytes).Findings.Count.Should().BePositive();
    }

    [CorpusFact]
    public void Subframes_tell_the_same_end_as_checksums()
    {
        var frames = 0;
        foreach (var file in Corpus.Files().Where(file => file.Container == "flac" && file.Kind is "audio" or "ambiguous" && file.Path.EndsWith(".flac", StringComparison.Ordinal)))
        {
            using var content = Corpus.Open(file);
            var stretches = new FlacStretches(new ForwardReader(content, CancellationToken.None), null);
            for (var header = stretches.Next(null); header is { BitsPerSample: > 0 } frame;)
            {
                header = stretches.Next(frame);
                if (stretches.IsSound)
                {
                    FlacFrameLength.Of(stretches.Bytes, frame).Should().Be((int)stretches.Length, "of a frame at {0} of {1}", stretches.Start, file.Path);
                    frames++;
                }
            }
        }

        frames.Should().BeGreaterThan(2000);
    }

    private static string Invariant(long number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
