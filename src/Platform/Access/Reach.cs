namespace PartnerCenter.Platform.Access;

/// <summary>
/// Whose rows a unit of work can see and write. The database holds it to that by row-level security, whatever the statements say:
/// the second wall behind the use cases. The default of everything that starts is <see cref="Nothing"/>.
/// </summary>
/// <param name="All">Every company's.</param>
/// <param name="Partners">Those of these partners.</param>
/// <param name="Customer">Of theirs only what concerns this customer; null for no such limit.</param>
/// <param name="Account">Besides, what belongs to this account itself.</param>
public sealed record Reach(bool All, IReadOnlyCollection<Guid> Partners, Guid? Customer = null, Guid? Account = null)
{
    /// <summary>Nobody's rows: what a visitor has.</summary>
    public static readonly Reach Nothing = new(false, []);

    /// <summary>Every company's rows: the product's own work, and the vendor's people who serve all partners.</summary>
    public static readonly Reach Everything = new(true, []);

    /// <summary>Whether a partner's rows that do not concern a customer alone are within it.</summary>
    public bool Covers(Guid partner) => All || (Customer is null && Partners.Contains(partner));

    /// <summary>Whether a customer's rows at a partner are within it.</summary>
    public bool Covers(Guid partner, Guid customer) => All || (Partners.Contains(partner) && (Customer is null || Customer == customer));
}
