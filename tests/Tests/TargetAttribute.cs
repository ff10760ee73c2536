namespace PartnerCenter.Tests;

/// <summary>The targets of trust and use, such as T14, whose numbers a test proves.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TargetAttribute(params string[] targets) : Attribute
{
    public IReadOnlyList<string> Targets => targets;
}
