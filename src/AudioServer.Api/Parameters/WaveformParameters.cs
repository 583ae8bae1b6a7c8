using System.ComponentModel.DataAnnotations;
using AudioServer.Api.Binding;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.Waveforms;

namespace AudioServer.Api.Parameters;

/// <summary>Which channels a waveform shows.</summary>
public enum WaveformChannels
{
    /// <summary>The mean of all.</summary>
    Mix,

    /// <summary>Each by itself.</summary>
    Split,
}

/// <summary>The waveform of a file by its id.</summary>
[QueryParameters]
public class WaveformParameters
{
    /// <summary>Samples per pixel, 256 or more; default 256. Not together with <c>pixels</c>.</summary>
    [Range(256, int.MaxValue)]
    public int? Zoom { get; set; }

    /// <summary>The finest zoom that makes no more pixels than this; default 1800 for pictures.</summary>
    [Range(1, int.MaxValue)]
    public int? Pixels { get; set; }

    /// <summary>Of a value: 8 or 16; default 16.</summary>
    [AllowedValues(8, 16)]
    public int Bits { get; set; } = 16;

    /// <summary>Their mean, or each by itself.</summary>
    public WaveformChannels Channels { get; set; }

    /// <summary>Seconds.</summary>
    [Range(0, double.MaxValue)]
    public double? From { get; set; }

    /// <summary>Seconds.</summary>
    [Range(0, double.MaxValue)]
    public double? To { get; set; }

    /// <summary>Goes before the Accept header.</summary>
    public WaveformFormat? Format { get; set; }

    internal WaveformSelection ToSelection() => new(Zoom, Pixels, Bits, Channels == WaveformChannels.Split, From, To);
}

/// <summary>The waveform of a file by its name.</summary>
[QueryParameters]
public sealed class NamedWaveformParameters : WaveformParameters
{
    /// <summary>The file's name.</summary>
    /// <example>myfile.wav</example>
    [Required]
    public string? Name { get; set; }

    internal FileSelector ToSelector() => new NameParameters { Name = Name }.ToSelector();
}
