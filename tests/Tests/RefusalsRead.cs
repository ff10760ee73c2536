using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Tests;

/// <summary>
/// Reads every refusal that any test provokes as the sentence that people see, in both languages, and counts which have been seen. A
/// sentence that lacks a fact, or is not there, fails the run.
/// </summary>
internal sealed partial class RefusalsRead : IDisposable
{
    private static readonly CultureInfo[] Languages = [CultureInfo.GetCultureInfo("zh-CN"), CultureInfo.GetCultureInfo("en")];
    private readonly RefusalTexts texts = new(Host.Modules.All);
    private readonly ConcurrentDictionary<string, byte> seen = [];
    private readonly ConcurrentQueue<string> unreadable = [];

    public RefusalsRead() => AppDomain.CurrentDomain.FirstChanceException += Read;

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Read;
        var known = texts.All.Keys.Where(code => !code.StartsWith('*')).ToHashSet();
        var unseen = known.Except(seen.Keys).Order(StringComparer.Ordinal).ToList();
        Notes.Add($"refusals: {known.Count - unseen.Count} of {known.Count} provoked and read as text in both languages; not: {string.Join(", ", unseen)}");
        Assert.Empty(unreadable);
    }

    private void Read(object? sender, FirstChanceExceptionEventArgs happened)
    {
        if (happened.Exception is not Refusal refusal || refusal.Code.StartsWith("test.", StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            if (!Languages.All(language => IsSentence(refusal, texts.Sentence(refusal, language))))
            {
                unreadable.Enqueue(refusal.Code);
            }
        }
        catch (FormatException)
        {
            unreadable.Enqueue($"{refusal.Code}: {refusal.Facts.Count} facts are too few");
        }

        seen.TryAdd(refusal.Code, 0);
    }

    private static bool IsSentence(Refusal refusal, string text) => text != refusal.Code && text.Length > 3 && !Placeholder().IsMatch(text);

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Placeholder();
}
