using PartnerCenter.Customers.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Customers;

/// <summary>Somebody with the right to see a whole mobile number sees it once, after the own password; that it was seen is on record.</summary>
public sealed class RevealMobile(CustomersDb db, CustomerLists lists, Reassurance reassurance)
{
    /// <summary>Shows it.</summary>
    /// <returns>The number; null if the partner has no such customer, or the customer no number.</returns>
    /// <exception cref="Kernel.Refusal"><c>identity.password-wrong</c>, at Present; <c>identity.locked</c>.</exception>
    public async Task<string?> Run(Guid customer, string? present, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Reveal);
        await reassurance.Need(present, "Present", by, ct);
        if (await lists.MobileOf(customer, by, ct) is not { } mobile)
        {
            return null;
        }

        db.Unit.Record(by.PartnerId, $"customers.customer/{customer}", new { seen = "mobile" });
        await db.Save(by, "customers.reveal-mobile", ct);
        return mobile;
    }
}
