namespace AudioServer.Infrastructure;

/// <summary>Another server has the data directory.</summary>
public sealed class DataDirectoryInUseException(string path) : Exception($"Another server is using the data directory {path}. Stop it, or start this one with another --DataDirectory.");
