using System.Text.RegularExpressions;

namespace AudioServer.ArchitectureTests;

/// <summary>Reads C# as text: enough for rules that reflection cannot see.</summary>
internal static partial class CSharpText
{
    /// <summary>The code with comments and the insides of strings blanked, so that words in them count for nothing. Line breaks stay.</summary>
    public static string WithoutCommentsAndStrings(string code) =>
        CommentOrString().Replace(code, match => match.Value.StartsWith('/') ? Blank(match.Value) : $"\"{Blank(match.Value)}\"");

    /// <summary>The number of lines, signature included, of each method that has an attribute matching <paramref name="attribute"/>, by its name.</summary>
    public static IEnumerable<(string Method, int Lines)> MethodsWith(string attribute, string code)
    {
        var text = WithoutCommentsAndStrings(code);
        var end = 0;
        foreach (Match match in Regex.Matches(text, $@"^\s*\[(?:{attribute})\b", RegexOptions.Multiline))
        {
            if (match.Index < end)
            {
                // Another attribute of the same method.
                continue;
            }

            var signature = Signature().Match(text, match.Index);
            end = EndOfBody(text, signature.Index + signature.Length);
            yield return (signature.Groups["name"].Value, text.AsSpan(signature.Index, end - signature.Index).Trim().Count('\n') + 1);
        }
    }

    /// <summary>Behind the last character of a body that begins at or after <paramref name="start"/>: braces, or an expression up to its semicolon.</summary>
    private static int EndOfBody(string text, int start)
    {
        var (depth, isBlock) = (0, false);
        for (var index = start; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '(' or '[' or '{':
                    isBlock |= depth == 0 && text[index] == '{' && !text[start..index].Contains("=>", StringComparison.Ordinal);
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth--;
                    if (depth == 0 && isBlock)
                    {
                        return index + 1;
                    }

                    break;
                case ';' when depth == 0:
                    return index + 1;
            }
        }

        return text.Length;
    }

    private static string Blank(string text) => new([.. text.Where(character => character == '\n')]);

    [GeneratedRegex("""
        //[^\n]*|/\*.*?\*/|"{3}.*?"{3}|[$@]*"(?:\\.|""|[^"\\\n])*"
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentOrString();

    /// <summary>From "public" up to the parenthesis that opens the parameters.</summary>
    [GeneratedRegex(@"public\s[^;={}\[\]()]*?(?<name>\w+)(?=\()")]
    private static partial Regex Signature();
}
