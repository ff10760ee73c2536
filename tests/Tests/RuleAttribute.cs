namespace PartnerCenter.Tests;

/// <summary>The rules of the domain that a test checks: it would fail if one of them were broken.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class RuleAttribute(params string[] rules) : Attribute
{
    public IReadOnlyList<string> Rules => rules;
}
