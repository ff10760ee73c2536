using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Paths;

/// <summary>A partner on the vendor's list of those who may join an invited path.</summary>
internal sealed record InvitedRow(Guid Partner, string Number, string CompanyName, DevelopmentPath Path, string InvitedBy, DateTimeOffset InvitedAt);

/// <summary>The vendor puts a partner on the list of those who may join a path that is by invitation, or takes it off again (R4.3.1).</summary>
internal sealed class InviteToPath(PathsDb db, Partners partners, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Puts it on the list; once it stands there, nothing more happens.</summary>
    /// <returns>False if there is no such partner.</returns>
    /// <exception cref="Refusal"><c>paths.open-to-all</c> at Path.</exception>
    public async Task<bool> Run(Guid partner, DevelopmentPath path, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        if (await partners.Find(partner, ct) is null)
        {
            return false;
        }

        if (!rulebook.On<PathTerms>(PathTerms.Rule, businessDay.Today).Terms[path].ByInvitation)
        {
            throw new Refusal("paths.open-to-all") { Field = "Path" };
        }

        await db.Unit.InTurn($"paths.invitation/{partner}", ct);
        if (!await db.Invitations.AnyAsync(i => i.PartnerId == partner && i.Path == path && i.WithdrawnAt == null, ct))
        {
            db.Invitations.Add(new() { PartnerId = partner, Path = path, InvitedBy = by.Name, InvitedAt = businessDay.Now });
            await db.Save(by, "paths.invite", ct);
        }

        return true;
    }

    /// <summary>Takes it off the list; whoever has joined stays.</summary>
    /// <returns>False if it does not stand there.</returns>
    public async Task<bool> Withdraw(Guid partner, DevelopmentPath path, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        var known = await db.Invitations.SingleOrDefaultAsync(i => i.PartnerId == partner && i.Path == path && i.WithdrawnAt == null, ct);
        if (known is null)
        {
            return false;
        }

        known.WithdrawnAt = businessDay.Now;
        await db.Save(by, "paths.withdraw-invitation", ct);
        return true;
    }

    /// <summary>The list.</summary>
    public async Task<List<InvitedRow>> List(Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Keep);
        await using var command = db.Unit.Command("""
            select i.partner_id, p.number, p.company_name, i.path, i.invited_by, i.invited_at
            from paths.invitation i join network.pub_partner p on p.id = i.partner_id
            where i.withdrawn_at is null and p.state = 'Active' order by i.invited_at desc
            """);
        var rows = new List<InvitedRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), Enum.Parse<DevelopmentPath>(reader.GetString(3)), reader.GetString(4),
                reader.GetFieldValue<DateTimeOffset>(5)));
        }

        return rows;
    }
}
