using System.Text;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.Domain.AudioFiles;
using AudioServer.TestKit;
using Microsoft.EntityFrameworkCore;

namespace AudioServer.IntegrationTests.Database;

/// <summary>What every engine keeps, refuses and finds, alike.</summary>
public abstract class AudioDbContract : DatabaseContract
{
    [Fact]
    public async Task The_migrations_make_the_model()
    {
        await using var db = Context();

        db.Database.HasPendingModelChanges().Should().BeFalse();
        (await db.Database.GetPendingMigrationsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_rehearsed_at_the_start_has_left_nothing()
    {
        await using var db = Context();
        (await db.AudioFiles.CountAsync()).Should().Be(0);
        (await db.Events.CountAsync()).Should().Be(0);
        (await db.Usages.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_projection_that_is_made_anew_for_each_query_is_found_out()
    {
        await using var db = Context();
        var read = () => db.ReadAsync(FileSelector.ByName("a"), Guid.Empty, file => file.Name, CancellationToken.None);
        var many = async () =>
        {
            for (var query = 0; query < 100; query++)
            {
                (await read()).Should().BeNull();
            }
        };

        (await many.Should().ThrowAsync<InvalidOperationException>()).WithMessage("A projection has to be kept*file.Name");
    }

    [Fact]
    public async Task Labels_go_with_their_file()
    {
        await Server.Services.AddAsync(new AudioRow("a") { Labels = new Dictionary<string, string> { ["k"] = "1", ["l"] = "2" } }, new AudioRow("b") { Labels = new Dictionary<string, string> { ["k"] = "1" } });

        // By SQL, so that it is the database that does it.
        await using var db = Context();
        await db.AudioFiles.Where(file => file.Name == "a").ExecuteDeleteAsync();

        (await db.Labels.CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task The_search_index_keeps_in_step_with_the_rows()
    {
        await Server.Services.AddAsync(Enumerable.Range(0, 20).Select(number => new AudioRow($"take {number:00}.wav")));
        await Server.Services.RemoveAsync([.. Enumerable.Range(0, 10).Select(number => $"take {number:00}.wav")]);
        await using var db = Context();
        var file = await db.AudioFiles.SingleAsync(row => row.Name == "take 15.wav");
        file.Rename(FileName.Parse("other.wav"), AudioRow.Noon);
        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Saved);

        // Numbers rows anew where the schema lets it.
        await db.Database.ExecuteSqlRawAsync("VACUUM");

        (await Server.NamesAsync("/list?q=take&sort=name")).Should().Equal("take 10.wav", "take 11.wav", "take 12.wav", "take 13.wav", "take 14.wav", "take 16.wav", "take 17.wav", "take 18.wav", "take 19.wav");
        (await Server.NamesAsync("/list?q=other")).Should().Equal("other.wav");
        (await Server.NamesAsync("/list?q=15")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_taken_name_writes_nothing_and_drops_the_changes()
    {
        await Server.Services.AddAsync(new AudioRow("a"));
        await using var db = Context();
        db.AudioFiles.Add(new AudioRow("b").ToFile());
        db.AudioFiles.Add((new AudioRow("a") { Id = Guid.NewGuid() }).ToFile());

        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.NameTaken);

        (await db.AudioFiles.CountAsync()).Should().Be(1);
        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Saved, "nothing is left to save");
        (await db.AudioFiles.CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task Names_are_compared_by_their_bytes_and_two_owners_may_have_the_same()
    {
        await Server.Services.AddAsync(new AudioRow("a"), new AudioRow("A"), new AudioRow("a "), new AudioRow("á"), new AudioRow("a") { OwnerId = Guid.NewGuid() });

        (await Server.NamesAsync("/list?sort=name")).Should().Equal("A", "a", "a ", "á");
    }

    [Fact]
    public async Task A_users_name_is_taken_whatever_its_case()
    {
        await AddUserAsync("Ärger");
        await using var db = Context();
        db.Users.Add(UserOf("äRGER"));

        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.NameTaken);
    }

    [Fact]
    public async Task A_save_that_another_has_overtaken_says_so()
    {
        await Server.Services.AddAsync(new AudioRow("a") { Labels = new Dictionary<string, string> { ["k"] = "1" } });
        await using var db = Context();
        var file = await db.AudioFiles.AsNoTracking().SingleAsync();

        // A label of that key, a label of a file that is no more, a session of nobody, a key that is there: none is written.
        db.Labels.Add(new AudioFileLabel(file.Id, "k", "2"));
        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Overtaken);
        db.Labels.Add(new AudioFileLabel(Guid.NewGuid(), "k", "2"));
        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Overtaken);
        db.Sessions.Add(new Session("hash", Guid.NewGuid(), Guid.NewGuid(), AudioRow.Noon, AudioRow.Noon));
        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Overtaken);
        db.ServerKeys.Add(new ServerKey("x", [1], AudioRow.Noon));
        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Saved);
        db.ServerKeys.Add(new ServerKey("x", [2], AudioRow.Noon));
        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Overtaken);
        (await db.ServerKeys.AsNoTracking().Where(key => key.Name == "x").Select(key => key.Value).SingleAsync()).Should().Equal(1);

        // A row that went meanwhile.
        var renamed = await db.AudioFiles.SingleAsync();
        await Server.Services.RemoveAsync("a");
        renamed.Rename(FileName.Parse("b"), AudioRow.Noon);
        (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Overtaken);
    }

    [Fact]
    public async Task What_is_written_is_read_again_to_the_last_bit()
    {
        var row = new AudioRow("é 🎵\u200D '\"%_") { Duration = 0.1 + 0.2, Size = long.MaxValue, Title = new string('ü', 1000), CreatedAt = DateTimeOffset.MaxValue };
        var (at, id) = (new DateTimeOffset(638_999_999_999_999_999, TimeSpan.Zero), row.ToFile().Id);
        await using (var db = Context())
        {
            var file = row.ToFile();
            file.RequestVerification(at);
            file.BeginVerification(at.AddTicks(1));
            file.KeepLease(at.AddTicks(2), 1 / 3.0);
            db.AudioFiles.Add(file);
            db.Users.Add(UserOf("alice"));
            (await db.SaveAsync(CancellationToken.None)).Should().Be(SaveOutcome.Saved);
        }

        await using var again = Context();
        var read = await again.AudioFiles.SingleAsync();
        var written = row.ToFile();
        read.Id.Should().Be(id);
        (read.Name, read.Title, read.SearchText, read.Sha256, read.Size).Should().Be((written.Name, written.Title, written.SearchText, written.Sha256, written.Size));
        (read.Duration, read.Progress).Should().Be((0.1 + 0.2, 1 / 3.0));
        (read.CreatedAt, read.QueuedAt, read.LeaseUntil).Should().Be((written.CreatedAt, at, at.AddTicks(2)));
        (await again.AudioFiles.CountAsync(file => file.QueuedAt < at.AddTicks(1) && file.QueuedAt > at.AddTicks(-1) && file.LeaseUntil <= at.AddTicks(2))).Should().Be(1);
        (await again.Users.SingleAsync()).CreatedAt.Should().Be(UserOf("alice").CreatedAt);
    }

    [Fact]
    public async Task Names_and_ids_are_in_one_order()
    {
        string[] names = ["\uFFFC", "🎵", "~", "Z", "a", "_", "-", "0", "é", "ß", "音", "a b", "ab", "ａ", "!", "Ω"];
        await Server.Services.AddAsync(names.Select(name => new AudioRow(name)));
        var sorted = names.OrderBy(Encoding.UTF8.GetBytes, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right))).ToList();

        (await Server.PagesAsync("/list?sort=name&limit=3")).SelectMany(page => page).Should().Equal(sorted);
        (await Server.PagesAsync("/list?sort=-name&limit=3")).SelectMany(page => page).Should().Equal(Enumerable.Reverse(sorted));
        await using var db = Context();
        var ids = await db.AudioFiles.OrderBy(file => file.Id).Select(file => file.Id).ToListAsync();
        ids.Select(id => id.ToString()).Should().BeInAscendingOrder(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            (await db.AudioFiles.CountAsync(file => file.Id.CompareTo(id) > 0)).Should().Be(ids.Count - 1 - ids.IndexOf(id));
        }
    }

    [Theory]
    [InlineData("a\0")]
    [InlineData("\0")]
    [InlineData("a\uD800")]
    [InlineData("\uDC00")]
    [InlineData("a\uFFFD")]
    public async Task What_is_no_text_is_found_nowhere_and_is_no_fault(string text)
    {
        await Server.Services.AddAsync(new AudioRow("a") { Labels = new Dictionary<string, string> { ["a"] = "a" } });
        await using var db = Context();

        (await db.AudioFiles.CountAsync(file => file.Codec == text || file.Name == text || file.SearchText.Contains(text))).Should().Be(0);
        (await db.Labels.CountAsync(label => label.Key == text || label.Value == text)).Should().Be(0);
        (await db.Users.CountAsync(user => user.NameKey == text)).Should().Be(0);
        (await db.WhereNameLike(db.AudioFiles, text + "*").CountAsync()).Should().Be(0);
    }
}
