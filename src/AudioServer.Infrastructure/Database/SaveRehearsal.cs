using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AudioServer.Infrastructure.Database;

/// <summary>
/// Saves a file and takes that back before the first request comes. EF Core makes the code it saves rows with when it is first needed, in every thread that needs it:
/// of 200 uploads to a server just started, 34 compiled the same 43 KB at once, in 200 MiB of memory.
/// </summary>
internal sealed class SaveRehearsal(IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Outside SQLite's gate for writers: this is started before all others of this process.
        await using var scope = scopes.CreateAsyncScope();
        var db = (AudioDb)scope.ServiceProvider.GetRequiredService<IAudioDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var description = new AudioDescription("", "", "", "", "", null, null, null, null, null, null, HasCover: false, AudioTags.None);
        var file = new AudioFile(Guid.Empty, Guid.Empty, FileName.Parse("rehearsal"), new ContentFingerprint(0, ""), description, DateTimeOffset.UnixEpoch);
        db.AudioFiles.Add(file);
        db.Events.Add(new AudioEvent(file.OwnerId, AudioEventType.Created, file.CreatedAt, ""));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
