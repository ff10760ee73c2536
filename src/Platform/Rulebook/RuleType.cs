using Microsoft.Extensions.DependencyInjection;

namespace PartnerCenter.Platform.Rulebook;

/// <summary>What a rule says. A record with a property per thing that a business person may change.</summary>
public interface ITerms
{
    /// <summary>What is wrong with the terms beyond their shape, as <c>path: reason</c>: gaps, duplicates, impossible numbers.</summary>
    IEnumerable<string> Problems();
}

/// <summary>A rule by name, and the type of its terms.</summary>
/// <param name="Name">Module, dot, rule: also where its file lies, <c>policies/module/rule.json</c>.</param>
/// <param name="Terms">The record that holds them.</param>
public sealed record RuleType(string Name, Type Terms);

/// <summary>How a module registers its rules.</summary>
public static class RulebookServices
{
    /// <summary>A rule whose versions are read from <c>policies/</c> and published in the database.</summary>
    public static IServiceCollection AddRule<TTerms>(this IServiceCollection services, string name)
        where TTerms : class, ITerms => services.AddSingleton(new RuleType(name, typeof(TTerms)));
}
