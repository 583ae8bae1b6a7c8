using System.Diagnostics;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Pcm;
using AudioServer.Domain.Verification;
using AudioServer.Infrastructure.Probing;
using AudioServer.Infrastructure.Processes;

namespace AudioServer.Infrastructure.Decoders;

/// <summary>
/// ffmpeg in the cage: one process decodes and writes the samples to a pipe, from which they are handed on as they come; a slow receiver slows it
/// down. Memory is bounded whatever it writes.
/// </summary>
internal sealed class FfmpegAudioDecoder(SystemTools tools, Cage cage, CagedRunner runner) : IAudioDecoder
{
    private readonly FfmpegVersion _version = new(runner);

    public async Task<Decoding> DecodeAsync(DecodeRequest request, PcmReceiver receive, CancellationToken cancellationToken)
    {
        if (!FfmpegAllowLists.Demuxers.Contains(request.Demuxer))
        {
            throw new ArgumentException($"\"{request.Demuxer}\" is not a demuxer that may be forced.", nameof(request));
        }

        var ffmpeg = tools.Ffmpeg ?? throw new DecoderUnavailableException("ffmpeg is not installed.");
        var run = await RunAsync(ffmpeg, request, receive, cancellationToken);
        return new Decoding(run.End, await _version.OfAsync(ffmpeg, cancellationToken), [.. run.Log.Complaints], run.Log.ComplaintCount);
    }

    private async Task<DecoderRun> RunAsync(string ffmpeg, DecodeRequest request, PcmReceiver receive, CancellationToken cancellationToken)
    {
        var input = "file:" + cage.Inside(request.Path);
        var pcm = new WavePcmReader(request.Encoding, request.MaxSeconds, receive);
        var log = new FfmpegLog(input, () => pcm.Seconds);
        var limits = new CageLimits(CpuSeconds: (int)Math.Clamp(Math.Ceiling(request.TimeLimit.TotalSeconds), 1, int.MaxValue));
        var command = new CagedCommand(ffmpeg, FfmpegDecodeArguments.Of(request.Demuxer, input, request.Encoding), limits) { Input = request.Path };
        var started = Stopwatch.GetTimestamp();
        CagedEnd end;
        try
        {
            end = await runner.RunAsync(command, request.TimeLimit, pcm.ReadAsync, log.ReadAsync, cancellationToken);
        }
        finally
        {
            pcm.Close();
        }

        var processorTime = Stopwatch.GetElapsedTime(started) * Environment.ProcessorCount;
        var run = new DecoderRun(end, pcm, log, MayBeOutOfTime: processorTime >= request.TimeLimit);
        if (end.IsFaultOfCage(pcm.HasOutput, log.FirstLine) || (run.End != DecodingEnd.Finished && !pcm.HasOutput && !File.Exists(request.Path)))
        {
            var words = AudioTags.Clean(end.Fault.Length > 0 ? end.Fault : log.FirstLine);
            throw new DecoderUnavailableException($"ffmpeg could not be run on the file ({cage.Description}): {words}");
        }

        return run;
    }

    /// <summary>One run of ffmpeg, ended.</summary>
    /// <param name="Process">How it ended.</param>
    /// <param name="Pcm">What it wrote.</param>
    /// <param name="Log">What it said.</param>
    /// <param name="MayBeOutOfTime">Whether it can have used up its processor time; else who killed it was not the kernel for that.</param>
    private sealed record DecoderRun(CagedEnd Process, WavePcmReader Pcm, FfmpegLog Log, bool MayBeOutOfTime)
    {
        /// <summary>SIGKILL and SIGXCPU, by which the kernel ends who has used up the processor time allowed.</summary>
        private const int Killed = 128 + 9;
        private const int OutOfProcessorTime = 128 + 24;

        public DecodingEnd End => Process switch
        {
            { Outcome: CagedOutcome.TimedOut } => DecodingEnd.TimedOut,
            { Outcome: CagedOutcome.OutputTooLarge } => Pcm.IsOutOfBounds ? DecodingEnd.OutOfBounds : DecodingEnd.Died,
            { ExitCode: 0 } => DecodingEnd.Finished,
            { ExitCode: Killed or OutOfProcessorTime } when MayBeOutOfTime => DecodingEnd.TimedOut,
            { IsBySignal: true } => DecodingEnd.Died,
            _ when Log.HasNoDecoder && !Pcm.HasSamples => DecodingEnd.NoDecoder,
            _ when Log.IsOutOfMemory => DecodingEnd.Died,
            _ => DecodingEnd.GaveUp,
        };
    }
}
