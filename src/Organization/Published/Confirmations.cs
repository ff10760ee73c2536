using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Organization.Published;

/// <summary>
/// Verification codes before sensitive actions, for partners that switched them on (R12.1.2.2b). Plain SQL: every movement of money
/// asks here.
/// </summary>
public sealed class Confirmations(UnitOfWork unit, ConfirmationCodes codes)
{
    /// <summary>Whether the actor's partner asks for codes.</summary>
    public async Task<bool> Asked(Actor by, CancellationToken ct = default)
    {
        await using var ask = unit.Command(
            "select exists (select from organization.setting where partner_id = $1 and verification_codes)", by.Partner ?? Guid.Empty);
        return (bool)(await ask.ExecuteScalarAsync(ct))!;
    }

    /// <summary>
    /// Takes the code, if the partner asks for one: whatever was sent for another person, operation or thing does not do. That one is
    /// missing is found when the unit of work is saved.
    /// </summary>
    /// <exception cref="Refusal"><c>identity.code-needed</c> or <c>identity.code-wrong</c>, at Code.</exception>
    public async Task Need(string operation, Guid thing, string? code, Actor by, CancellationToken ct = default)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            unit.AtCommit([new("identity.code-needed") { Field = "Code" }],
                "select platform.refuse('identity.code-needed') from organization.setting where partner_id = $1 and verification_codes",
                by.PartnerId);
        }
        else if (await Asked(by, ct))
        {
            await codes.Take(by.Account, operation, thing.ToString(), code, ct);
        }
    }

    /// <summary>Switches codes on or off for the partner.</summary>
    public async Task Switch(bool on, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.Manage);
        await using var set = unit.Command("""
            insert into organization.setting (partner_id, verification_codes) values ($1, $2)
            on conflict (partner_id) do update set verification_codes = excluded.verification_codes
            """, by.PartnerId, on);
        await set.ExecuteNonQueryAsync(ct);
        unit.Record(by.PartnerId, $"organization.setting/{by.PartnerId}", new { verificationCodes = on });
        await unit.Save(by, "organization.verification-codes", ct);
    }
}
