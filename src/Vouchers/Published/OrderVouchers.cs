using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Vouchers.Published;

/// <summary>What an order is to a voucher.</summary>
/// <param name="Customer">Whose order it is.</param>
/// <param name="Type">How it is paid for.</param>
/// <param name="Product">The product's code.</param>
/// <param name="Amount">What is to be paid, in whole cents.</param>
/// <param name="Renewal">Whether it renews something.</param>
public sealed record VoucherOrder(Guid Customer, PurchaseType Type, string Product, Money Amount, bool Renewal);

/// <summary>A voucher that fits an order.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">CV-2026-000001.</param>
/// <param name="Sort">What it is.</param>
/// <param name="Left">What is left of it.</param>
/// <param name="ValidTo">Its last day, included.</param>
/// <param name="ExcludesDiscounts">Whether it cannot be used together with an authorised discount (R12.4.16).</param>
public sealed record UsableVoucher(Guid Id, string Number, VoucherSort Sort, Money Left, DateOnly ValidTo, bool ExcludesDiscounts);

/// <summary>Customers' vouchers, cash coupons and stored-value cards, for orders: one voucher an order, and it may pay all of it (R12.1.6.3).</summary>
public sealed class OrderVouchers(UnitOfWork unit, Rulebook rulebook, BusinessDay businessDay)
{
    private readonly VoucherBook vouchers = new(unit, businessDay);
    private readonly QuotaBook quotas = new(unit, businessDay);

    /// <summary>Those that fit an order today: vouchers before coupons and cards, which are as good as money; then the sooner ending, then by number.</summary>
    /// <param name="order">The order.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<IReadOnlyList<UsableVoucher>> For(VoucherOrder order, CancellationToken ct)
    {
        var today = businessDay.Today;
        return [.. (await vouchers.Of(order.Customer, ct)).Where(voucher => Fits(voucher, order, today)).OrderBy(voucher => voucher.Sort)
            .Select(voucher => new UsableVoucher(
                voucher.Id, voucher.Number, voucher.Sort, Money.Cny(voucher.Left), voucher.ValidTo, voucher.Limits.ExcludesDiscounts))];
    }

    /// <summary>Pays some or all of an order with a voucher, which is locked until the caller saves. A repeat changes nothing.</summary>
    /// <param name="use">The order's payment: it takes from one voucher, once.</param>
    /// <param name="voucher">The voucher, of the order's customer.</param>
    /// <param name="order">The order.</param>
    /// <param name="amount">How much of it: above zero, whole cents, no more than is left or due.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>voucher.none</c> (another customer's, or taken back), <c>voucher.expired</c>, <c>voucher.used</c>, <c>voucher.wrong-purchase</c>,
    /// <c>voucher.out-of-scope</c>, <c>voucher.more-than-left</c>, <c>voucher.one-per-order</c>; <c>idempotency.other-content</c> for a known
    /// payment of another amount.
    /// </exception>
    public async Task Use(Guid use, Guid voucher, VoucherOrder order, Money amount, Actor by, CancellationToken ct)
    {
        var held = await vouchers.Lock(voucher, ct) ?? throw new Refusal("voucher.none");
        if (await Known(use, ct) is { } known)
        {
            Same(known, voucher, amount);
            return;
        }

        held.Admit(order, amount, businessDay.Today);
        await using var insert = unit.Command(
            """
            insert into vouchers.payment (use_id, voucher_id, customer_id, amount, product, purchase, renewal, used_at, used_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing
            """,
            use, voucher, order.Customer, amount.Amount, order.Product, order.Type.ToString(), order.Renewal, businessDay.Now, by.Name);
        if (await insert.ExecuteNonQueryAsync(ct) == 0)
        {
            // The same payment by another voucher, at this very moment.
            Same((await Known(use, ct))!, voucher, amount);
            return;
        }

        await vouchers.Set(held, held.Left - amount.Amount, VoucherState.Issued, ct);
    }

    /// <summary>
    /// Gives back what came back from an order: to the voucher while its customer has it, and otherwise to whoever issued it (R12.1.6.10).
    /// A voucher gets nothing back for a downgrade; coupons and cards are money, and always do (R12.4.24).
    /// </summary>
    /// <param name="use">The order's payment.</param>
    /// <param name="cause">Why it comes back.</param>
    /// <param name="amount">How much: with what came back before, no more than was paid.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>voucher.no-payment</c>, <c>voucher.more-than-paid</c>.</exception>
    /// <remarks>Saved by the caller, who makes sure that a refund is given back once.</remarks>
    public async Task GiveBack(Guid use, RefundCause cause, Money amount, Actor by, CancellationToken ct)
    {
        // The issuer's quota may lie behind the customer's wall, and the customer's voucher behind the issuer's.
        await using var wide = await unit.AcrossWalls(ct);
        var paid = await Known(use, ct) ?? throw new Refusal("voucher.no-payment");
        var voucher = (await vouchers.Lock(paid.Voucher, ct))!;
        if (!rulebook.On<VoucherTerms>(VoucherTerms.Rule, businessDay.Today).Terms.Restored(voucher.Sort, cause))
        {
            return;
        }

        await using var update = unit.Command(
            "update vouchers.payment set given_back = given_back + $2 where use_id = $1 and given_back + $2 <= amount", use, amount.Amount);
        if (await update.ExecuteNonQueryAsync(ct) == 0)
        {
            throw new Refusal("voucher.more-than-paid", paid.Amount);
        }

        if (voucher.State == VoucherState.Issued)
        {
            await vouchers.Set(voucher, voucher.Left + amount.Amount, VoucherState.Issued, ct);
        }
        else if (voucher.Quota is { } quota)
        {
            await quotas.Return(
                quota, new(EntryKind.Unsubscribed, amount.Amount) { Voucher = voucher.Id, Customer = voucher.Customer }, new(by.Account, by.Name), ct);
        }
    }

    private static bool Fits(CustomerVoucher voucher, VoucherOrder order, DateOnly today)
    {
        try
        {
            voucher.Admit(order, Money.Cny(Math.Min(voucher.Left, order.Amount.Amount)), today);
            return true;
        }
        catch (Refusal)
        {
            return false;
        }
    }

    private static void Same(Payment known, Guid voucher, Money amount)
    {
        if (known.Voucher != voucher)
        {
            throw new Refusal("voucher.one-per-order");
        }

        if (known.Amount != amount.Amount)
        {
            throw new Refusal("idempotency.other-content");
        }
    }

    private async Task<Payment?> Known(Guid use, CancellationToken ct)
    {
        await using var command = unit.Command("select voucher_id, amount from vouchers.payment where use_id = $1", use);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new(reader.GetGuid(0), reader.GetDecimal(1)) : null;
    }

    private sealed record Payment(Guid Voucher, decimal Amount);
}
