using System.Globalization;
using System.Linq.Expressions;
using AudioServer.Domain.AudioFiles;

namespace AudioServer.Application.AudioFiles;

/// <summary>What a list is sorted by.</summary>
public enum SortKey
{
    Created,
    Name,
    Duration,
    Size,
}

/// <summary>The order of a list; ties go by id in the same direction, and files without a value come last either way.</summary>
public readonly record struct AudioSort(SortKey Key, bool Descending)
{
    public static readonly AudioSort NewestFirst = new(SortKey.Created, Descending: true);
}

/// <summary>
/// Keyset paging over one sort key: a page begins at a place in an index, never at a number, so its cost does not grow and nothing
/// is seen twice or skipped while others come and go. What remains after a cursor is told as segments, each one plain range
/// of the index (owner, key, id): the ties of the last key, the keys beyond it, the files without one.
/// </summary>
internal abstract class AudioOrder
{
    public static AudioOrder For(AudioSort sort) => sort.Key switch
    {
        SortKey.Created => new By<DateTimeOffset>(sort, file => file.CreatedAt, view => view.CreatedAt, key => key.UtcTicks.ToString(CultureInfo.InvariantCulture), text => new DateTimeOffset(long.Parse(text, CultureInfo.InvariantCulture), TimeSpan.Zero)),
        SortKey.Name => new By<string>(sort, file => file.Name, view => view.Name, key => key, text => text),
        SortKey.Duration => new By<double?>(sort, file => file.Duration, view => view.Duration, key => key!.Value.ToString("R", CultureInfo.InvariantCulture), text => Finite(double.Parse(text, CultureInfo.InvariantCulture))),
        SortKey.Size => new By<long>(sort, file => file.Size, view => view.Size, key => key.ToString(CultureInfo.InvariantCulture), text => long.Parse(text, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentOutOfRangeException(nameof(sort)),
    };

    /// <summary>
    /// What of the files that pass <paramref name="filter"/> comes after <paramref name="cursor"/> (null: all of them), in order; to be read one after the other
    /// until the page is full. The cursor's condition stands before the filter's: of two bounds on the same side SQLite seeks to the first.
    /// </summary>
    public abstract IEnumerable<IQueryable<AudioFile>> Segments(IQueryable<AudioFile> files, Func<IQueryable<AudioFile>, IQueryable<AudioFile>> filter, ListCursor? cursor);

    public abstract ListCursor CursorAfter(AudioFileView last, string fingerprint);

    /// <summary>No file has such a duration, and SQLite takes no NaN.</summary>
    private static double Finite(double seconds) => double.IsFinite(seconds) ? seconds : throw ListCursor.NotOurs();

    private sealed class By<TKey>(AudioSort sort, Expression<Func<AudioFile, TKey>> key, Func<AudioFileView, TKey> keyOf, Func<TKey, string> format, Func<string, TKey> parse) : AudioOrder
    {
        private static readonly bool IsNullable = Nullable.GetUnderlyingType(typeof(TKey)) is not null;

        public override IEnumerable<IQueryable<AudioFile>> Segments(IQueryable<AudioFile> files, Func<IQueryable<AudioFile>, IQueryable<AudioFile>> filter, ListCursor? cursor)
        {
            if (!IsNullable && cursor is { Key: null })
            {
                throw ListCursor.NotOurs();
            }

            if (cursor is { Key: { } text })
            {
                var last = ListCursor.Try(() => parse(text));
                yield return InIdOrder(filter(AfterId(files.Where(Compare(ExpressionType.Equal, last)), cursor.Id)));
                yield return InOrder(filter(files.Where(Compare(sort.Descending ? ExpressionType.LessThan : ExpressionType.GreaterThan, last))));
            }
            else if (cursor is null)
            {
                yield return InOrder(IsNullable ? filter(files).Where(Compare(ExpressionType.NotEqual, default!)) : filter(files));
            }

            if (IsNullable)
            {
                // By the key too, though it is the same for all: PostgreSQL takes "is null" for no constant.
                var without = files.Where(Compare(ExpressionType.Equal, default!));
                yield return InOrder(filter(cursor is { Key: null } ? AfterId(without, cursor.Id) : without));
            }
        }

        public override ListCursor CursorAfter(AudioFileView last, string fingerprint) =>
            new(fingerprint, keyOf(last) is { } value ? format(value) : null, last.Id);

        private IOrderedQueryable<AudioFile> InOrder(IQueryable<AudioFile> files) => sort.Descending
            ? files.OrderByDescending(key).ThenByDescending(file => file.Id)
            : files.OrderBy(key).ThenBy(file => file.Id);

        private IOrderedQueryable<AudioFile> InIdOrder(IQueryable<AudioFile> files) =>
            sort.Descending ? files.OrderByDescending(file => file.Id) : files.OrderBy(file => file.Id);

        private IQueryable<AudioFile> AfterId(IQueryable<AudioFile> files, Guid id) =>
            sort.Descending ? files.Where(file => file.Id.CompareTo(id) < 0) : files.Where(file => file.Id.CompareTo(id) > 0);

        private Expression<Func<AudioFile, bool>> Compare(ExpressionType comparison, TKey value)
        {
            // A field of a captured object, so that EF Core sends the value as a parameter and the query's plan is kept.
            var holder = new Holder { Value = value };
            var right = Expression.Field(Expression.Constant(holder), nameof(Holder.Value));
            var body = typeof(TKey) == typeof(string) && comparison is ExpressionType.LessThan or ExpressionType.GreaterThan
                ? Expression.MakeBinary(comparison, Expression.Call(typeof(string), nameof(string.Compare), null, key.Body, right), Expression.Constant(0))
                : Expression.MakeBinary(comparison, key.Body, value is null ? Expression.Constant(null, typeof(TKey)) : right);
            return Expression.Lambda<Func<AudioFile, bool>>(body, key.Parameters);
        }

        private sealed class Holder
        {
            public TKey Value = default!;
        }
    }
}
