using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers;

/// <summary>Who issued what a customer holds.</summary>
internal enum VoucherIssuer
{
    Vendor,
    Partner,
}

/// <summary>What becomes of a voucher when its customer's association changes.</summary>
internal enum VoucherFate
{
    /// <summary>The customer keeps it.</summary>
    Stays,

    /// <summary>What is left of it goes back to whoever issued it.</summary>
    Returns,
}

/// <summary>One cell of the table of effects.</summary>
/// <param name="From">The mode until then.</param>
/// <param name="To">The mode from then on; null when the customer leaves.</param>
/// <param name="Sort">What it holds.</param>
/// <param name="Issuer">Whose it is.</param>
/// <param name="Fate">What becomes of it.</param>
internal sealed record AssociationEffect(AssociationMode From, AssociationMode? To, VoucherSort Sort, VoucherIssuer Issuer, VoucherFate Fate);

/// <summary>What refunds put back on vouchers of a sort.</summary>
/// <param name="Sort">The sort.</param>
/// <param name="Causes">The causes; a refund for any other gives this sort nothing back.</param>
internal sealed record Restoring(VoucherSort Sort, IReadOnlyList<RefundCause> Causes);

/// <summary>What becomes of customers' vouchers. Deciding day: today.</summary>
/// <param name="Effects">What a change of association does (R12.4.4): a cell for every change, sort and issuer.</param>
/// <param name="Restores">What refunds put back.</param>
/// <param name="ExpiryNoticeDays">How many days before its last one somebody is told.</param>
/// <param name="MostProducts">How many products a voucher may be limited to.</param>
internal sealed record VoucherTerms(
    IReadOnlyList<AssociationEffect> Effects, IReadOnlyList<Restoring> Restores, int ExpiryNoticeDays, int MostProducts) : ITerms
{
    public const string Rule = "vouchers.vouchers";

    private static readonly (AssociationMode From, AssociationMode? To)[] Changes =
    [
        (AssociationMode.Referral, null), (AssociationMode.Resale, null), (AssociationMode.Resale, AssociationMode.Referral),
        (AssociationMode.Referral, AssociationMode.Resale),
    ];

    public VoucherFate Fate(AssociationChanged change, VoucherSort sort, VoucherIssuer issuer) =>
        Effects.Single(cell => (cell.From, cell.To, cell.Sort, cell.Issuer) == (change.From, change.To, sort, issuer)).Fate;

    public bool Restored(VoucherSort sort, RefundCause cause) => Restores.Single(row => row.Sort == sort).Causes.Contains(cause);

    public IEnumerable<string> Problems()
    {
        foreach (var (from, to) in Changes)
        {
            foreach (var (sort, issuer) in Enum.GetValues<VoucherSort>().SelectMany(sort => Enum.GetValues<VoucherIssuer>().Select(issuer => (sort, issuer))))
            {
                // Partners issue no cards.
                var wanted = (sort, issuer) == (VoucherSort.StoredValueCard, VoucherIssuer.Partner) ? 0 : 1;
                if (Effects.Count(cell => (cell.From, cell.To, cell.Sort, cell.Issuer) == (from, to, sort, issuer)) != wanted)
                {
                    yield return $"effects: {from} to {to?.ToString() ?? "nobody"}, {sort} of {issuer} must stand there {(wanted == 0 ? "never" : "once")}";
                }
            }
        }

        if (Effects.Any(cell => !Changes.Contains((cell.From, cell.To))))
        {
            yield return "effects: a mode does not change to itself";
        }

        if (Enum.GetValues<VoucherSort>().Any(sort => Restores.Count(row => row.Sort == sort) != 1))
        {
            yield return "restores: every sort must stand there once";
        }

        if (ExpiryNoticeDays is < 1 or > 365 || MostProducts is < 1 or > 1000)
        {
            yield return "expiryNoticeDays: must be 1 to 365; mostProducts: must be 1 to 1000";
        }
    }
}
