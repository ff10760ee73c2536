using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Network.Company;

/// <summary>A partner's administrator cancels its account (注销): its people can sign in no more, its records stay.</summary>
internal sealed class CancelAccount(NetworkDb db, PartnerAccounts people, IEnumerable<ICancellationGuard> guards, Reassurance reassurance)
{
    /// <summary>Everything that stands in the way, at once.</summary>
    public async Task<IReadOnlyList<LocalText>> Reasons(Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.CancelAccount);
        var reasons = new List<LocalText>();
        foreach (var guard in guards)
        {
            reasons.AddRange(await guard.Why(by.PartnerId, ct));
        }

        return reasons;
    }

    /// <summary>Cancels it.</summary>
    /// <exception cref="Refusal"><c>company.cannot-cancel</c> with all reasons; those of the password.</exception>
    public async Task Run(string? present, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.CancelAccount);
        if (await Reasons(by, ct) is { Count: > 0 } reasons)
        {
            throw new Refusal("company.cannot-cancel", string.Join(" ", reasons));
        }

        await reassurance.Need(present, "Present", by, ct);
        (await db.Partners.SingleAsync(p => p.Id == by.PartnerId, ct)).Cancel();
        foreach (var person in await people.Members(by.PartnerId, ct))
        {
            await people.Disable(by.PartnerId, person.Id, true, ct);
        }

        await db.Save(by, "network.cancel-account", ct);
    }
}
