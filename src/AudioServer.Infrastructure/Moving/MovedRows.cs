using AudioServer.Domain.Access;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Events;
using AudioServer.Infrastructure.Database;

namespace AudioServer.Infrastructure.Moving;

/// <summary>
/// The tables that move; what the databases derive from them is made there anew. Each is in the order of its key, which is the same with both engines: SQLite keeps ids as
/// the text of their digits, and both compare text by its bytes.
/// </summary>
internal static class MovedRows
{
    /// <summary>What signs links. Other keys are each installation's own.</summary>
    public static IOrderedQueryable<ServerKey> Keys(AudioDb db) => db.ServerKeys.Where(key => key.Name == ServerKey.Links).OrderBy(key => key.Name);

    public static IOrderedQueryable<User> Users(AudioDb db) => db.Users.OrderBy(user => user.Id);

    public static IOrderedQueryable<AccessToken> Tokens(AudioDb db) => db.AccessTokens.OrderBy(token => token.Id);

    public static IOrderedQueryable<Session> Sessions(AudioDb db) => db.Sessions.OrderBy(session => session.Hash);

    public static IOrderedQueryable<AudioFile> Files(AudioDb db) => db.AudioFiles.OrderBy(file => file.Id);

    public static IOrderedQueryable<AudioFileLabel> Labels(AudioDb db) => db.Labels.OrderBy(label => label.AudioFileId).ThenBy(label => label.Key);

    public static IOrderedQueryable<AudioFileReport> Reports(AudioDb db) => db.Reports.OrderBy(report => report.AudioFileId);

    public static IOrderedQueryable<AudioEvent> Events(AudioDb db) => db.Events.OrderBy(one => one.Sequence);
}
