using Microsoft.EntityFrameworkCore;
using PartnerCenter.Benefits.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Benefits;

/// <summary>A test voucher as pages and API show it.</summary>
internal sealed record TestVoucherRow(
    Guid Id, string Number, string CompanyName, string SolutionName, int Year, decimal Amount, string Reason, DateOnly PlannedFrom, DateOnly PlannedTo,
    string Configuration, TestVoucherState State, string Policy, DateTimeOffset AppliedAt, DateOnly? GrantedOn, DateOnly? ValidUntil, bool IsOver);

/// <summary>Test vouchers, for the partner and for the vendor.</summary>
internal sealed class TestVoucherLists(BenefitsDb db, CertifiedSolutions solutions, BusinessDay businessDay)
{
    /// <summary>Those of the actor's partner, the newest first.</summary>
    public Task<List<TestVoucherRow>> Mine(Actor by, CancellationToken ct = default)
    {
        by.Need(BenefitsModule.See);
        return Rows(db.TestVouchers.Where(v => v.PartnerId == by.PartnerId), ct);
    }

    /// <summary>All, for the vendor, the newest first.</summary>
    public Task<List<TestVoucherRow>> All(Actor by, CancellationToken ct = default)
    {
        by.Need(BenefitsModule.Grant);
        return Rows(db.TestVouchers, ct);
    }

    /// <summary>The solutions that the actor's partner can apply for.</summary>
    public Task<List<OwnSolution>> Solutions(Actor by, CancellationToken ct = default)
    {
        by.Need(BenefitsModule.See);
        return solutions.All(by.PartnerId, ct);
    }

    private async Task<List<TestVoucherRow>> Rows(IQueryable<TestVoucher> some, CancellationToken ct)
    {
        var today = businessDay.Today;
        return (await some.AsNoTracking().OrderByDescending(v => v.AppliedAt).Take(1000).ToListAsync(ct)).ConvertAll(v => new TestVoucherRow(
            v.Id, v.Number, v.CompanyName, v.SolutionName, v.Year, v.Amount, v.Reason, v.PlannedFrom, v.PlannedTo, v.Configuration, v.State, v.Policy,
            v.AppliedAt, v.GrantedOn, v.ValidUntil, v.ValidUntil < today));
    }
}
