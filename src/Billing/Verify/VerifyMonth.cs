using PartnerCenter.Billing.Close;
using PartnerCenter.Billing.Published;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Billing.Verify;

/// <summary>What the verification of a month found.</summary>
/// <param name="Results">How many result rows were compared.</param>
/// <param name="Missing">Rows that should be there and are not.</param>
/// <param name="Wrong">Rows that are there and should not be.</param>
/// <param name="PostedSha256">The digest of the results as posted.</param>
/// <param name="RecomputedSha256">The digest of the results as recomputed.</param>
/// <param name="LedgerResidue">The sum of all ledger entries; zero.</param>
internal sealed record Verification(
    long Results, IReadOnlyList<string> Missing, IReadOnlyList<string> Wrong, string PostedSha256, string RecomputedSha256,
    decimal LedgerResidue)
{
    public bool Clean => Missing.Count == 0 && Wrong.Count == 0 && PostedSha256 == RecomputedSha256 && LedgerResidue == 0;
}

/// <summary>Recomputes a month from its raw lines in a second implementation and compares.</summary>
internal sealed class VerifyMonth(
    UnitOfWork unit, Manifest manifest, SegmentDoor door, IEnumerable<IIndependentCheck> checks, Ledger ledger, CloseMonth close)
{
    /// <summary>Verifies a closed month.</summary>
    /// <exception cref="Refusal"><c>close.not-closed</c></exception>
    public async Task<Verification> Run(Month month, CancellationToken ct = default)
    {
        if (await close.State(month, ct) != "closed")
        {
            throw new Refusal("close.not-closed", month);
        }

        using var raw = new RawLines(unit, manifest, door);
        var posted = new List<string>();
        var recomputed = new List<string>();
        foreach (var check in checks)
        {
            posted.AddRange(await check.Posted(month, ct));
            recomputed.AddRange(await check.Recomputed(month, raw, ct));
        }

        var missing = recomputed.Except(posted).Order(StringComparer.Ordinal).ToList();
        var wrong = posted.Except(recomputed).Order(StringComparer.Ordinal).ToList();
        var (entries, balances, differing) = await ledger.Residue(ct);
        return new(posted.Count, missing, wrong, FinishClose.Hash(posted), FinishClose.Hash(recomputed), Math.Abs(entries) + Math.Abs(balances) + differing);
    }
}
