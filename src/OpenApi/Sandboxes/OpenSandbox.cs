using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.OpenApi.Sandboxes;

/// <summary>
/// A partner gets a sandbox, or begins anew with a fresh one: keys and tokens of the one before hold no more. Whatever lies in it got there
/// by the product's own use cases.
/// </summary>
internal sealed class OpenSandbox(
    OpenApiDb db, Callers callers, SandboxLists lists, EnrollCustomer enroll, Ledger ledger, TrialQuota quota,
    PlaceOrders place, PayOrders pay, OrderLists orders, ResourceLists resources, Numbers numbers, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Opens one.</summary>
    public async Task<SandboxView> Run(Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        var own = db.Unit.Reach;
        var sandbox = await Fill(Guid.CreateVersion7(), by, ct);
        await db.Unit.Open(own, ct);
        await db.Unit.InTurn($"the sandbox of {by.PartnerId}", ct);
        await EndEarlier(by, ct);
        db.Sandboxes.Add(sandbox);
        await db.Save(by, "openapi.open-sandbox", ct);
        return (await lists.Of(by, ct))!;
    }

    private async Task EndEarlier(Actor by, CancellationToken ct)
    {
        if (await lists.Of(by, ct) is not { } earlier)
        {
            return;
        }

        db.Unit.Record(by.PartnerId, $"openapi.sandbox/{earlier.Id}", new { ended = true });
        await using var wide = await db.Unit.AcrossWalls(ct);
        foreach (var sql in new[]
        {
            "update openapi.sandbox set ended_at = now() where id = $1", "delete from openapi.access_key where sandbox_id = $1",
            "delete from openapi.token where sandbox_id = $1",
        })
        {
            await using var command = db.Unit.Command(sql, earlier.Id);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Until its row stands, which is last, nobody can enter it: one that breaks off half-way is none.</summary>
    private async Task<Sandbox> Fill(Guid tenant, Actor by, CancellationToken ct)
    {
        var terms = rulebook.On<ApiTerms>(ApiTerms.Rule, businessDay.Today).Terms.Sandbox;
        var inside = Sandbox.Within(tenant, by);
        await db.Unit.Open(inside.Reach, ct);
        ledger.Post(Guid.CreateVersion7(), TransferKind.TopUp, tenant, null, Money.Cny(terms.Balance), "sandbox", inside);
        await db.Unit.Save(inside, "openapi.fill-sandbox", ct);
        var resale = await Customer(new("沙箱客户 · 代售", "Sandbox customer, resale"), AssociationMode.Resale, inside, ct);
        var referral = await Customer(new("沙箱客户 · 顾问销售", "Sandbox customer, referral"), AssociationMode.Referral, inside, ct);
        ledger.Post(Guid.CreateVersion7(), TransferKind.Allocation, tenant, resale, Money.Cny(terms.Allocation), "sandbox", inside);
        await db.Unit.Save(inside, "openapi.fill-sandbox", ct);
        var customer = callers.ActingFor(resale, "sandbox", inside);
        var (bought, open) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await db.Unit.Open(customer.Reach, ct);
        await place.Run(bought, [new(terms.Product, PurchaseType.Period, 1, 1)], null, null, customer, ct);
        await pay.Run(Guid.CreateVersion7(), [bought], [], customer, ct);
        await place.Run(open, [new(terms.Product, PurchaseType.Period, 1, 1)], null, null, customer, ct);
        var (order, resource) = ((await orders.Find(open, customer, ct))!.Number, (await resources.Own(customer, ct)).Single().Number);
        await db.Unit.Open(inside.Reach, ct);
        return new()
        {
            Id = tenant,
            PartnerId = by.PartnerId,
            ResaleCustomerId = resale,
            ReferralCustomerId = referral,
            OrderNumber = order,
            ResourceNumber = resource,
            QuotaId = await quota.Give(tenant, terms.Quota, inside, ct),
            MadeAt = businessDay.Now,
            MadeBy = by.Name,
        };
    }

    private async Task<Guid> Customer(LocalText name, AssociationMode mode, Actor inside, CancellationToken ct) =>
        await enroll.Run(inside.PartnerId, await numbers.Next("SB", ct), name.ToString(), mode, businessDay.Now, inside, ct);
}
