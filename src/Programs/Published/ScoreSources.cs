using PartnerCenter.Kernel;

namespace PartnerCenter.Programs.Published;

/// <summary>Where the value of an indicator of score cards comes from; each module gives its own.</summary>
public interface IScoreSource
{
    /// <summary>The indicator, as the policy names it.</summary>
    string Code { get; }

    /// <summary>What people call it.</summary>
    LocalText Name { get; }

    /// <summary>Its value for a partner in a year so far.</summary>
    Task<decimal> Value(Guid partner, int year, CancellationToken ct);
}

/// <summary>Whether any account of a company has reached role certification on a development path.</summary>
public interface IRoleCertifications
{
    /// <summary>Whether it has, today.</summary>
    Task<bool> Has(Guid legalEntity, CancellationToken ct);
}
