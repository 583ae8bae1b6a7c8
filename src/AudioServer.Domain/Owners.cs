namespace AudioServer.Domain;

/// <summary>Who files belong to.</summary>
public static class Owners
{
    /// <summary>The built-in user <c>local</c>, who has every file while no accounts are asked for.</summary>
    public static readonly Guid Local = new("00000000-0000-0000-0000-000000000001");
}
