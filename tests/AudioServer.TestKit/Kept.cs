namespace AudioServer.TestKit;

/// <summary>How much a server keeps: rows in the database, blobs, and uploads under way.</summary>
public sealed record Kept(long Rows, int Blobs, int Temporary)
{
    public static readonly Kept Nothing = new(0, 0, 0);

    public static async Task<Kept> ByAsync(AudioServerApp server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var page = await server.GetJsonAsync("/list?count=true&limit=1");
        return new Kept(page.GetProperty("total").GetInt64(), (await server.BlobsAsync()).Count, server.Temporary.Count);
    }
}
