namespace AudioServer.Infrastructure;

/// <summary>This process cannot get at what is kept; the message says what and why.</summary>
public sealed class DataUnusableException(string message, Exception? fault = null) : Exception(message, fault);
