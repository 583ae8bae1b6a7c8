using AudioServer.Application.Verification;

namespace AudioServer.UnitTests.Application.Verification;

public sealed class VerificationOptionsTests
{
    [Theory]
    [InlineData(null, 60)]
    [InlineData(10.0, 60)]
    [InlineData(3600.0, 3600)]
    [InlineData(1e300, 7 * 24 * 3600)]
    public void Decoding_may_take_as_long_as_the_audio_lasts_and_at_least_a_minute(double? duration, double seconds) =>
        new VerificationOptions().TimeLimit(duration).Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void One_worker_is_the_least_there_is_by_default()
    {
        new VerificationOptions().Concurrency.Should().BePositive();
        new VerificationOptions().IsValid.Should().BeTrue();
    }

    [Fact]
    public void What_cannot_be_meant_is_not_valid()
    {
        new VerificationOptions { Concurrency = -1 }.IsValid.Should().BeFalse();
        new VerificationOptions { MinTimeout = TimeSpan.Zero }.IsValid.Should().BeFalse();
        new VerificationOptions { TimeoutFactor = double.NaN }.IsValid.Should().BeFalse();
        new VerificationOptions { RetryDelay = TimeSpan.FromSeconds(-1) }.IsValid.Should().BeFalse();
    }
}
