using AudioServer.Domain.Formats;
using AudioServer.Infrastructure.Probing;

namespace AudioServer.IntegrationTests.Probing;

public class DemuxerTests
{
    [Fact]
    public void Every_demuxer_that_a_signature_can_choose_is_one_that_may_be_forced()
    {
        SignatureDetector.Demuxers.Should().BeSubsetOf(FfmpegAllowLists.Demuxers);
    }
}
