using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace AudioServer.Benchmarks.Load;

/// <summary>One request of a scenario, sent and checked.</summary>
/// <param name="client">Who sends it.</param>
internal delegate void Request(Client client);

/// <summary>What is asked of every server alike.</summary>
/// <param name="Group">By which it can be chosen.</param>
/// <param name="Name">In the table.</param>
/// <param name="Clients">At once.</param>
/// <param name="Bytes">Of a request's file, where the rate is told in bytes; null: in requests.</param>
/// <param name="ToBare">The least rate to a bare Kestrel's that is aimed at; null: none.</param>
/// <param name="ToNginx">The same to nginx's.</param>
/// <param name="Send">Sends one.</param>
internal sealed record Scenario(string Group, string Name, int Clients, long? Bytes, double? ToBare, double? ToNginx, Request Send)
{
    public const int SmallSize = 64 * 1024;
    public const int LargeSize = 100 * 1024 * 1024;
    public const string Small = "small.wav";
    public const string Large = "large.wav";

    private static readonly byte[] SmallInfo = Encoding.ASCII.GetBytes($"\"name\":\"{Small}\"");

    public static readonly Scenario[] All =
    [
        new("uploads", "upload 64 KiB", 1, null, null, null, UploadSmall),
        new("uploads", "upload 64 KiB", 8, null, 0.25, 0.2, UploadSmall),
        new("uploads", "upload 64 KiB", 32, null, 0.4, 0.3, UploadSmall),
        new("large", "upload 100 MiB", 1, LargeSize, 1.0, 0.5, UploadLarge),
        new("large", "content 100 MiB", 1, LargeSize, 1.4, 0.9, client => client.Get(client.Server.ContentPath(Large), Expected.Exactly(200, client.Files.Large))),
        new("content", "content 64 KiB", 8, null, 0.9, 0.45, client => client.Get(client.Server.ContentPath(Small), Expected.Exactly(200, client.Files.Small))),
        new("seeks", "seek, 64 KiB of 100 MiB", 8, null, 0.9, 0.45, Seek),
        new("info", "info by name", 8, null, 0.5, 0.4, client => client.Get(client.Server.InfoPath(Small), Expected.Holding(200, SmallInfo))),
        new("mixed", "mixed: 80 % seeks, 15 % info, 5 % uploads", 8, null, null, null, Mixed),
    ];

    private static void UploadSmall(Client client)
    {
        // No two files alike.
        BinaryPrimitives.WriteInt64LittleEndian(client.Body.AsSpan(SmallSize - sizeof(long)), client.Number);
        client.Upload(string.Create(CultureInfo.InvariantCulture, $"{client.Number}.wav"), client.Body);
    }

    private static void UploadLarge(Client client) => client.Upload(string.Create(CultureInfo.InvariantCulture, $"large-{client.Number}.wav"), client.Files.Large);

    private static void Seek(Client client)
    {
        var first = client.Random.Next(LargeSize - SmallSize);
        client.Get(client.Server.ContentPath(Large), Expected.Exactly(206, client.Files.Large.AsSpan(first, SmallSize)), string.Create(CultureInfo.InvariantCulture, $"Range: bytes={first}-{first + SmallSize - 1}\r\n"));
    }

    private static void Mixed(Client client)
    {
        switch (client.Random.Next(20))
        {
            case 0:
                UploadSmall(client);
                break;
            case < 4:
                client.Get(client.Server.InfoPath(Small), Expected.Holding(200, SmallInfo));
                break;
            default:
                Seek(client);
                break;
        }
    }
}

/// <summary>The bytes that every server is given.</summary>
internal sealed record TestFiles(byte[] Small, byte[] Large);

/// <summary>One of the clients of a turn: a connection, and what its requests are made of.</summary>
internal sealed class Client(Contender server, TestFiles files, int seed) : IDisposable
{
    private static long _last;

    private readonly Connection _connection = new(server.Port);

    public Contender Server => server;

    public TestFiles Files => files;

    public Random Random { get; } = new(seed);

    /// <summary>A copy of the small file, to be changed.</summary>
    public byte[] Body { get; } = [.. files.Small];

    /// <summary>Of the present request, unlike every other's.</summary>
    public long Number { get; private set; }

    public void Send(Request request)
    {
        Number = Interlocked.Increment(ref _last);
        request(this);
    }

    public void Get(string path, in Expected expected, string? header = null) => _connection.Exchange(Connection.Head("GET", path, null, header), [], expected);

    public void Upload(string name, ReadOnlySpan<byte> body) =>
        _connection.Exchange(Connection.Head(server.UploadMethod, server.UploadPath(name), body.Length), body, Expected.Holding(201, []));

    public void Dispose() => _connection.Dispose();
}
