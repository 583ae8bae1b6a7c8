using System.Linq.Expressions;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Waveforms;
using FluentValidation;
using MediatR;

namespace AudioServer.Application.AudioFiles;

/// <summary>The waveform of one file, which its verification stored.</summary>
/// <param name="File">Which file.</param>
/// <param name="Selection">Which part of it, and how fine; a picture of which nothing is said is <see cref="WaveformFormats.DefaultWidth"/> pixels wide.</param>
/// <param name="Format">What it is to be shown as: bounds how much one answer holds.</param>
public sealed record GetWaveformQuery(FileSelector File, WaveformSelection Selection, WaveformFormat Format) : IRequest<AudioWaveform>;

/// <summary>Points, and what they are read from. Whoever gets it disposes it.</summary>
public sealed record AudioWaveform(WaveformPoints Points, Stream Stored) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Stored.DisposeAsync();
}

internal sealed class GetWaveformValidator : AbstractValidator<GetWaveformQuery>
{
    public GetWaveformValidator()
    {
        RuleFor(query => query.Selection.Zoom).GreaterThanOrEqualTo(StoredWaveform.BaseZoom).OverridePropertyName("zoom").WithMessage($"zoom is {StoredWaveform.BaseZoom} or more samples per pixel.");
        RuleFor(query => query.Selection.Pixels).GreaterThanOrEqualTo(1).OverridePropertyName("pixels").WithMessage("pixels is 1 or more.");
        RuleFor(query => query.Selection).Must(selection => selection.Zoom is null || selection.Pixels is null).OverridePropertyName("pixels").WithMessage("zoom and pixels cannot both be given.");
        RuleFor(query => query.Selection.Bits).Must(bits => bits is 8 or 16).OverridePropertyName("bits").WithMessage("bits is 8 or 16.");
        RuleFor(query => query.Selection.From).GreaterThanOrEqualTo(0).OverridePropertyName("from").WithMessage("from is 0 or more seconds.");
        RuleFor(query => query.Selection).Must(selection => !(selection.To <= (selection.From ?? 0))).OverridePropertyName("to").WithMessage("to is not behind from.");
    }
}

internal sealed class GetWaveformHandler(IAudioDb db, IBlobStore blobs, ICaller caller) : IRequestHandler<GetWaveformQuery, AudioWaveform>
{
    /// <summary>Bytes of a stored waveform that is taken whole: several minutes of audio. In a store elsewhere a new verification takes away what is still being read.</summary>
    private const int MostAtOnce = 512 * 1024;

    /// <summary>Most files are verified by then.</summary>
    private static readonly TimeSpan UntilVerified = TimeSpan.FromSeconds(2);

    private static readonly Expression<Func<AudioFile, KeptWaveform>> Kept = file => new KeptWaveform(file.Id, file.State, file.WaveformKey);

    public async Task<AudioWaveform> Handle(GetWaveformQuery request, CancellationToken cancellationToken)
    {
        var stored = await OpenAsync(request.File, cancellationToken);
        try
        {
            return new AudioWaveform(Select(await StoredWaveform.OpenAsync(stored, cancellationToken), request.Selection, request.Format), stored);
        }
        catch
        {
            await stored.DisposeAsync();
            throw;
        }
    }

    private async Task<Stream> OpenAsync(FileSelector selector, CancellationToken cancellationToken)
    {
        // A delete, replace or new verification between the row and its waveform takes that away: then the row, read again, tells what is true now.
        var (failed, fault) = ((string?)null, (Unavailable?)null);
        for (var attempt = 1; ; attempt++)
        {
            var file = await db.ReadAsync(selector, caller.OwnerId, Kept, cancellationToken) ?? throw selector.NotFound();
            if (file.WaveformKey is null)
            {
                throw file.State is VerificationState.Pending or VerificationState.Running
                    ? new NotReady("The waveform is made when the file is verified, which is not done yet.", UntilVerified)
                    : new NotReady("There is no waveform: nothing of the file could be decoded.", retryAfter: null);
            }

            if (file.WaveformKey == failed)
            {
                throw fault!;
            }

            try
            {
                if (await TakeAsync(file.WaveformKey, cancellationToken) is { } stored)
                {
                    return stored;
                }
            }
            catch (Unavailable away)
            {
                (failed, fault) = (file.WaveformKey, away);
            }

            if (attempt == 3)
            {
                throw fault ?? (Exception)new InvalidOperationException($"The waveform of {file.Id} is missing from the blob store.");
            }
        }
    }

    private async Task<Stream?> TakeAsync(string key, CancellationToken cancellationToken)
    {
        var stored = await blobs.OpenAsync(key, cancellationToken);
        if (stored is null || stored.Length > MostAtOnce)
        {
            return stored;
        }

        await using (stored)
        {
            var whole = new byte[stored.Length];
            await stored.ReadExactlyAsync(whole, cancellationToken);
            return new MemoryStream(whole, writable: false);
        }
    }

    /// <exception cref="InvalidParameter">What was asked for does not fit this file, or is more than one answer holds.</exception>
    private static WaveformPoints Select(StoredWaveform stored, WaveformSelection selection, WaveformFormat format)
    {
        if (selection.From >= stored.Duration)
        {
            throw new InvalidParameter("from", $"from is not before the end of the audio, {stored.Duration:0.######} s.");
        }

        if (selection.Split && !stored.CanSplit)
        {
            throw new InvalidParameter("channels", $"The file has {stored.Channels} channels; of more than {StoredWaveform.MaxSplitChannels} there is only the mix.");
        }

        var isUnsaid = selection.Zoom is null && selection.Pixels is null;
        var points = stored.Select(format.IsPicture() && isUnsaid ? selection with { Pixels = WaveformFormats.DefaultWidth } : selection);
        var most = format.MaxPixels(points.Channels);
        return points.Length <= most ? points : throw new InvalidParameter(
            selection.Pixels is null ? "zoom" : "pixels",
            $"That would be {points.Length} pixels; one answer holds at most {most} here. Ask for pixels={most} or a coarser zoom, or for a part by from and to.");
    }

    private sealed record KeptWaveform(Guid Id, VerificationState State, string? WaveformKey);
}
