using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Persistence;

namespace PartnerCenter.Programs.Special;

/// <summary>The vendor puts a partner on the list of those who may join a special programme, or takes it off again.</summary>
internal sealed class InviteToSpecialProgram(ProgramsDb db, Partners partners, Notifier notifier, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>What partners are told of.</summary>
    public const string Notice = "programs.special";

    /// <summary>Puts it on the list and tells it; once it stands there, nothing more happens.</summary>
    /// <returns>False if there is no such partner or programme.</returns>
    /// <exception cref="Refusal"><c>programs.special-open</c> at Program: the programme has no list.</exception>
    public async Task<bool> Run(Guid partner, string code, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Admit);
        if (await partners.Find(partner, ct) is null
            || rulebook.On<SpecialProgramTerms>(SpecialProgramTerms.Rule, businessDay.Today).Terms.Find(code) is not { } program)
        {
            return false;
        }

        if (!program.HasList)
        {
            throw new Refusal("programs.special-open") { Field = "Program" };
        }

        await db.Unit.InTurn($"programs.special-invitation/{partner}", ct);
        if (await db.SpecialInvitations.AnyAsync(i => i.PartnerId == partner && i.Program == code && i.WithdrawnAt == null, ct))
        {
            return true;
        }

        db.SpecialInvitations.Add(new() { PartnerId = partner, Program = code, InvitedBy = by.Name, InvitedAt = businessDay.Now });
        await notifier.TellPartner(partner, ProgramsModule.Join, new(
            Notice, new("可加入新的计划", "A programme is open to you"),
            new($"贵公司现在可以加入“{program.Name.Zh}”。", $"You can join {program.Name.En} now."), "/portal/programs"), ct);
        await db.Save(by, "programs.invite-special", ct);
        return true;
    }

    /// <summary>Takes it off the list; whoever has joined stays.</summary>
    /// <returns>False if it does not stand there.</returns>
    public async Task<bool> Withdraw(Guid partner, string code, Actor by, CancellationToken ct = default)
    {
        by.Need(ProgramsModule.Admit);
        var known = await db.SpecialInvitations.SingleOrDefaultAsync(i => i.PartnerId == partner && i.Program == code && i.WithdrawnAt == null, ct);
        if (known is null)
        {
            return false;
        }

        known.WithdrawnAt = businessDay.Now;
        await db.Save(by, "programs.withdraw-special", ct);
        return true;
    }
}
