using System.Globalization;
using System.Text.Json;

namespace AudioServer.Benchmarks;

/// <summary>What was measured, told as tables while it is measured, and written as JSON at the end.</summary>
internal sealed class Results(string? json)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<ResultTable> _tables = [];

    /// <param name="name">Of the command.</param>
    /// <param name="columns">Names, unit included.</param>
    public ResultTable Begin(string name, params string[] columns)
    {
        var table = new ResultTable(name, columns);
        _tables.Add(table);
        return table;
    }

    public async Task WriteAsync()
    {
        if (json is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(json))!);
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(_tables.Select(table => new { table.Name, Rows = table.Members }), Indented));
            Console.WriteLine($"\nAs JSON: {json}");
        }
    }
}

/// <summary>One table; a row is printed as soon as it is there.</summary>
internal sealed class ResultTable
{
    private readonly string[] _columns;
    private readonly List<object?[]> _rows = [];

    public ResultTable(string name, string[] columns)
    {
        (Name, _columns) = (name, columns);
        Console.WriteLine($"\n| {string.Join(" | ", columns)} |");
        Console.WriteLine($"|{string.Join('|', columns.Select((_, at) => at == 0 ? "---" : "---:"))}|");
    }

    public string Name { get; }

    public IEnumerable<Dictionary<string, object?>> Members => _rows.Select(row => _columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second));

    /// <param name="cells">In the order of the columns: text, whole numbers, measured ones; null: not measured.</param>
    public void Add(params object?[] cells)
    {
        _rows.Add(cells);
        Console.WriteLine($"| {string.Join(" | ", cells.Select(Text))} |");
    }

    private static string Text(object? cell) => cell switch
    {
        null => "–",
        double number => Math.Abs(number) >= 100 ? number.ToString("N0", CultureInfo.InvariantCulture) : Math.Abs(number) >= 10 ? number.ToString("F1", CultureInfo.InvariantCulture) : number.ToString("F2", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };
}
