using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>A partner and its support plan.</summary>
public sealed record PlanRow(string Number, string Company, string Plan, string? SetBy, DateTimeOffset? SetAt);

/// <summary>The vendor gives a partner its support plan: basic, standard or premium; tickets raised from then on follow it (R2.2).</summary>
internal sealed class SetSupportPlan(SupportDb db, Partners partners, Rulebook rulebook, BusinessDay businessDay)
{
    private TicketTerms Terms => rulebook.On<TicketTerms>(TicketTerms.Rule, businessDay.Today).Terms;

    /// <summary>Sets it.</summary>
    /// <exception cref="Refusal"><c>support.no-partner</c> at Partner, <c>support.no-plan</c> at Plan.</exception>
    public async Task Run(string? number, string? plan, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.Plans);
        var partner = await partners.ByNumber(number?.Trim() ?? "", ct) ?? throw new Refusal("support.no-partner") { Field = "Partner" };
        if (Terms.Plans.All(p => p.Code != plan))
        {
            throw new Refusal("support.no-plan") { Field = "Plan" };
        }

        var row = await db.Plans.SingleOrDefaultAsync(p => p.PartnerId == partner.Id, ct);
        if (row is null)
        {
            db.Plans.Add(row = new() { PartnerId = partner.Id, Plan = plan!, SetBy = by.Name });
        }

        (row.Plan, row.SetBy, row.SetAt) = (plan!, by.Name, businessDay.Now);
        await db.Save(by, "support.set-plan", ct);
    }

    /// <summary>All partners with their plans, by number.</summary>
    public async Task<List<PlanRow>> List(Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.Plans);
        var plans = await db.Plans.AsNoTracking().ToDictionaryAsync(p => p.PartnerId, ct);
        return (await partners.All(ct)).ConvertAll(partner =>
        {
            var row = plans.GetValueOrDefault(partner.Id);
            return new PlanRow(partner.Number, partner.CompanyName, Terms.Plan(row?.Plan).Code, row?.SetBy, row?.SetAt);
        });
    }
}
