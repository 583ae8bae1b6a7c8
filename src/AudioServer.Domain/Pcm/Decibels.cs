namespace AudioServer.Domain.Pcm;

/// <summary>dBFS: 0 is the amplitude 1.</summary>
internal static class Decibels
{
    public static float ToAmplitude(double dbfs) => (float)Math.Pow(10, dbfs / 20);

    public static double Of(float amplitude) => 20 * Math.Log10(amplitude);
}
