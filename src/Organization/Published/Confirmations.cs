using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Organization.Published;

/// <summary>Verification codes before sensitive actions, for partners that switched them on (R12.1.2.2b).</summary>
public sealed class Confirmations(OrganizationDb db, ConfirmationCodes codes)
{
    /// <summary>Whether the actor's partner asks for codes.</summary>
    public Task<bool> Asked(Actor by, CancellationToken ct = default) =>
        by.Partner is { } partner ? db.Settings.AnyAsync(s => s.PartnerId == partner && s.VerificationCodes, ct) : Task.FromResult(false);

    /// <summary>Sends the actor a code for one operation on one thing.</summary>
    public Task Send(string operation, Guid thing, Actor by, CancellationToken ct = default) =>
        codes.Send(by.Account, operation, thing.ToString(), ct);

    /// <summary>Takes the code, if the partner asks for one: whatever was sent for another person, operation or thing does not do.</summary>
    /// <exception cref="Kernel.Refusal"><c>identity.code-needed</c> or <c>identity.code-wrong</c>, at Code.</exception>
    public async Task Need(string operation, Guid thing, string? code, Actor by, CancellationToken ct = default)
    {
        if (await Asked(by, ct))
        {
            await codes.Take(by.Account, operation, thing.ToString(), code, ct);
        }
    }

    /// <summary>Switches codes on or off for the partner.</summary>
    public async Task Switch(bool on, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.Manage);
        await using var set = db.Unit.Command("""
            insert into organization.setting (partner_id, verification_codes) values ($1, $2)
            on conflict (partner_id) do update set verification_codes = excluded.verification_codes
            """, by.PartnerId, on);
        await set.ExecuteNonQueryAsync(ct);
        db.Unit.Record(by.PartnerId, $"organization.setting/{by.PartnerId}", new { verificationCodes = on });
        await db.Save(by, "organization.verification-codes", ct);
    }
}
