namespace AudioServer.Domain.Waveforms;

/// <summary>Which part of a waveform, and how fine.</summary>
/// <param name="Zoom">Samples per pixel, at least <see cref="StoredWaveform.BaseZoom"/>; null: what <paramref name="Pixels"/> gives, else the finest.</param>
/// <param name="Pixels">The zoom becomes the finest that makes no more of them.</param>
/// <param name="Bits">Of a value: 8 or 16.</param>
/// <param name="Split">Each channel, instead of their mean.</param>
/// <param name="From">Seconds; null: the beginning. The sample at or before it is the first.</param>
/// <param name="To">Seconds; null, or behind the end: the end. The sample before or at it is the last.</param>
public sealed record WaveformSelection(int? Zoom = null, int? Pixels = null, int Bits = 16, bool Split = false, double? From = null, double? To = null);
