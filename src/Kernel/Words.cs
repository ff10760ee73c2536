using System.Collections.Concurrent;
using System.Reflection;

namespace PartnerCenter.Kernel;

/// <summary>What people call a state or kind, beside its name in code.</summary>
/// <param name="zh">Simplified Chinese.</param>
/// <param name="en">English.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WordsAttribute(string zh, string en) : Attribute
{
    /// <summary>Simplified Chinese.</summary>
    public string Zh => zh;

    /// <summary>English.</summary>
    public string En => en;
}

/// <summary>The words of states and kinds.</summary>
public static class Words
{
    private static readonly ConcurrentDictionary<Enum, LocalText> Known = [];

    /// <summary>The words of a value; its name where none were given.</summary>
    public static LocalText Of(Enum value) => Known.GetOrAdd(value, static v =>
        v.GetType().GetField(v.ToString())?.GetCustomAttribute<WordsAttribute>() is { } words
            ? new(words.Zh, words.En)
            : new(v.ToString(), v.ToString()));

    /// <summary>Every value of a kind with its words, for choices.</summary>
    public static IEnumerable<(string Value, string Text)> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => (value.ToString(), Of(value).ToString()));
}
