using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Organization.Specialists;

/// <summary>Somebody whose mobile number is of another region may be bound to a partner all the same (R4.2.10).</summary>
internal sealed class StaffException : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>The partner's ticket that asked for it.</summary>
    public required string Ticket { get; init; }

    public required string AllowedBy { get; init; }

    public DateTimeOffset AllowedAt { get; init; }
}

/// <summary>An exception as the vendor's page and API show it.</summary>
internal sealed record StaffExceptionRow(string Partner, string Company, string Name, string Email, string Ticket, string AllowedBy, DateTimeOffset AllowedAt);

/// <summary>
/// The vendor's people let somebody who is posted abroad be bound although the phone is of another region, on the partner's ticket
/// (R4.2.10).
/// </summary>
internal sealed class AllowStaff(OrganizationDb db, Partners partners, PersonAccounts persons, TicketProof tickets, BusinessDay businessDay)
{
    /// <summary>The category of such tickets.</summary>
    public const string Category = "account";

    /// <summary>Allows it.</summary>
    /// <param name="partner">The partner's number.</param>
    /// <param name="account">The name of the personal account: its e-mail address.</param>
    /// <param name="ticket">The partner's ticket.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>organization.no-partner</c> at Partner, <c>organization.person-unknown</c> at Account, those of <see cref="TicketProof"/>.
    /// </exception>
    public async Task Run(string? partner, string? account, string? ticket, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.AllowStaff);
        var number = Input.Text(partner, "Partner", 40);
        var company = await partners.ByNumber(number, ct) ?? throw new Refusal("organization.no-partner", number) { Field = "Partner" };
        var person = await persons.Find(Input.Text(account, "Account", 254), ct);
        if (person is not { Kind: ActorKind.Person })
        {
            throw new Refusal("organization.person-unknown") { Field = "Account" };
        }

        var named = await tickets.Need(ticket, company.Id, Category, ct);
        await db.Unit.InTurn($"staff exception {company.Id} {person.Id}", ct);
        if (!await db.StaffExceptions.AnyAsync(e => e.PartnerId == company.Id && e.AccountId == person.Id, ct))
        {
            db.StaffExceptions.Add(new() { PartnerId = company.Id, AccountId = person.Id, Ticket = named, AllowedBy = by.Name, AllowedAt = businessDay.Now });
            await db.Save(by, "organization.allow-staff", ct);
        }
    }

    /// <summary>All of them, the newest first.</summary>
    public async Task<List<StaffExceptionRow>> List(Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.AllowStaff);
        var rows = await db.StaffExceptions.AsNoTracking().OrderByDescending(e => e.AllowedAt).Take(200).ToListAsync(ct);
        var people = await persons.Of([.. rows.Select(e => e.AccountId)], ct);
        var companies = await partners.Of([.. rows.Select(e => e.PartnerId).Distinct()], ct);
        return
        [
            .. rows.Where(e => people.ContainsKey(e.AccountId) && companies.ContainsKey(e.PartnerId)).Select(e => new StaffExceptionRow(
                companies[e.PartnerId].Number, companies[e.PartnerId].CompanyName, people[e.AccountId].Name, people[e.AccountId].Email, e.Ticket, e.AllowedBy, e.AllowedAt)),
        ];
    }
}
