namespace AudioServer.Domain.Structure.Mp4;

/// <summary>Where a track's samples lie, reckoned from its tables.</summary>
/// <param name="Placed">Samples that the tables give a place.</param>
/// <param name="PresentTicks">Ticks of the media that lie wholly inside the file.</param>
/// <param name="End">The byte behind the furthest sample, wherever the file ends.</param>
/// <param name="FrameTicks">Of the longest sample.</param>
internal readonly record struct SampleLayout(long Placed, long PresentTicks, long End, long FrameTicks)
{
    /// <param name="tables">Complete.</param>
    /// <param name="packetSamples">Samples that <paramref name="packetBytes"/> make, where every sample lasts one tick: that is how QuickTime lists PCM and its like.</param>
    /// <param name="packetBytes">Bytes of such a packet; 0 where the sizes in the table hold.</param>
    /// <param name="length">Of the file.</param>
    public static SampleLayout Of(SampleTables tables, long packetSamples, long packetBytes, long length)
    {
        var isPacked = packetBytes > 0 && packetSamples > 0 && tables.Times is { Count: 2 } times && times[1] == 1;
        var count = tables.Size != 0 ? tables.Count : tables.Sizes.Count;
        var clock = new Clock(tables.Times);
        var (placed, present, end) = (0L, 0L, 0L);
        for (long chunk = 0, run = 0; chunk < tables.Chunks.Count && placed < count; chunk++)
        {
            while (run + 5 < tables.Runs.Count && tables.Runs[run + 3] <= chunk + 1)
            {
                run += 3;
            }

            var samples = Math.Min(run + 2 < tables.Runs.Count ? tables.Runs[run + 1] : 0, count - placed);
            var position = tables.Chunks[chunk];
            var fitting = 0L;
            if (isPacked || tables.Size != 0)
            {
                var (unit, bytes) = isPacked ? (packetSamples, packetBytes) : (1, tables.Size);
                fitting = Math.Min(samples, Ticks.Product(Math.Max(0, length - position) / bytes, unit));
                position = Ticks.Sum(position, Ticks.Product((samples + unit - 1) / unit, bytes));
            }
            else
            {
                for (var i = placed; i < placed + samples; i++)
                {
                    position = Ticks.Sum(position, tables.Sizes[i]);
                    fitting += position <= length ? 1 : 0;
                }
            }

            present = Ticks.Sum(present, clock.Take(fitting));
            clock.Take(samples - fitting);
            placed += samples;
            end = samples > 0 ? Math.Max(end, position) : end;
        }

        return new SampleLayout(placed, present, end, clock.Longest);
    }

    /// <summary>Goes through the table of times; behind its end the last time goes on.</summary>
    private sealed class Clock(EntryTable times)
    {
        private long _index = -2;
        private long _left;
        private long _ticks;

        public long Longest { get; private set; }

        public long Take(long samples)
        {
            var sum = 0L;
            while (samples > 0)
            {
                if (_left == 0 && _index + 3 < times.Count)
                {
                    _index += 2;
                    (_left, _ticks) = (times[_index], times[_index + 1]);
                    Longest = Math.Max(Longest, _ticks);
                    continue;
                }

                var taken = _left > 0 ? Math.Min(samples, _left) : samples;
                _left = Math.Max(0, _left - taken);
                sum = Ticks.Sum(sum, Ticks.Product(taken, _ticks));
                samples -= taken;
            }

            return sum;
        }
    }
}
