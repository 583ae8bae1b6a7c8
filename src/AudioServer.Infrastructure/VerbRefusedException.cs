namespace AudioServer.Infrastructure;

/// <summary>An operator's verb cannot be done; the message says why, in words for the operator.</summary>
public sealed class VerbRefusedException(string message) : Exception(message);
