using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.Application.AudioFiles;

/// <summary>A page of the caller's files.</summary>
/// <param name="Filter">Which of them.</param>
/// <param name="Sort">In which order.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="Cursor">Where the page before ended; null starts at the beginning.</param>
/// <param name="Count">Whether to count all that match.</param>
public sealed record ListAudioQuery(AudioFilter Filter, AudioSort Sort, int Limit, string? Cursor, bool Count) : IRequest<AudioPage>;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the order asked for.</param>
/// <param name="Next">Asks for the page after this one; null on the last.</param>
/// <param name="Total">How many match in all, when that was asked for.</param>
public sealed record AudioPage(IReadOnlyList<AudioFileView> Items, string? Next, long? Total);

internal sealed class ListAudioValidator : AbstractValidator<ListAudioQuery>
{
    public const int MaxLimit = 1000;

    public ListAudioValidator()
    {
        RuleFor(query => query.Limit).InclusiveBetween(1, MaxLimit).OverridePropertyName("limit").WithMessage($"limit is between 1 and {MaxLimit}.");
        // No file has more, and each is a condition of the query, whose depth the engine and its compiler bear only so far.
        RuleFor(query => query.Filter.Labels).Must(labels => labels.Count <= LabelSet.MaxCount).OverridePropertyName("label").WithMessage($"At most {LabelSet.MaxCount} labels can be asked for.");
        NotAbove("minduration", query => query.Filter.MinDuration, "maxduration", query => query.Filter.MaxDuration);
        NotAbove("minsize", query => query.Filter.MinSize, "maxsize", query => query.Filter.MaxSize);
        NotAbove("createdafter", query => query.Filter.CreatedAfter, "createdbefore", query => query.Filter.CreatedBefore);
    }

    private void NotAbove<T>(string lowName, Func<ListAudioQuery, T?> low, string highName, Func<ListAudioQuery, T?> high)
        where T : struct, IComparable<T> =>
        RuleFor(query => query)
            .Must(query => low(query) is not { } least || high(query) is not { } most || least.CompareTo(most) <= 0)
            .OverridePropertyName(lowName).WithMessage($"{lowName} is above {highName}.");
}

internal sealed class ListAudioHandler(IAudioDb db, ICaller caller) : IRequestHandler<ListAudioQuery, AudioPage>
{
    public async Task<AudioPage> Handle(ListAudioQuery request, CancellationToken cancellationToken)
    {
        var order = AudioOrder.For(request.Sort);
        var fingerprint = request.Filter.Fingerprint(caller.OwnerId, request.Sort);
        var cursor = request.Cursor is null ? null : ListCursor.Parse(request.Cursor, fingerprint);
        var ownerId = caller.OwnerId;
        var own = db.AudioFiles.AsNoTracking().Where(file => file.OwnerId == ownerId);
        var found = await db.ChooseIndexAsync(own, request.Filter, request.Sort.Key, cancellationToken);

        // One more than asked for tells whether another page follows.
        var items = new List<AudioFileView>();
        foreach (var segment in order.Segments(found, Matching, cursor))
        {
            var wanted = request.Limit + 1 - items.Count;
            items.AddRange(await segment.Take(wanted).Select(AudioFileView.Projection).ToListAsync(cancellationToken));
            if (items.Count > request.Limit)
            {
                break;
            }
        }

        string? next = null;
        if (items.Count > request.Limit)
        {
            items.RemoveAt(request.Limit);
            next = order.CursorAfter(items[^1], fingerprint).ToString();
        }

        return new AudioPage(items, next, request.Count ? await Matching(await db.ChooseIndexAsync(own, request.Filter, order: null, cancellationToken)).LongCountAsync(cancellationToken) : null);

        IQueryable<AudioFile> Matching(IQueryable<AudioFile> files) => request.Filter.ApplyTo(db, files);
    }
}
