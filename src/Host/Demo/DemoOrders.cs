using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Own;
using PartnerCenter.Kernel;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Discounts;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Refunds;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Host.Demo;

/// <summary>
/// Orders of yesterday: paid from an allocation and from a customer's own money, with a discount; refunds that arrive and that are on their
/// way; one that waits for the partner to pay it.
/// </summary>
internal sealed partial class DemoWorld
{
    private async Task Orders()
    {
        // What comes back of these has arrived by the end of the story.
        var yesterday = today.GetUtcNow().AddDays(-1);
        clock.MoveTo(yesterday.AddHours(-4));
        var (lotus, bank, bridge, bamboo) = (await Person("it@lotusmart.example"), await Person("it@cedarbank.example"),
            await Person("it@longbridge.example"), await Person("it@bamboo.example"));
        await OwnMoney(bank);
        await With(async (GrantDiscount grant) => await grant.Run(
            new(await Number(bank), "0.85", "compute block-storage", Today, Today.AddYears(1).AddDays(-1)), await Person("operations@vendor.example")));
        await Buy(lotus, [new("ecs.c4", PurchaseType.Period, 12, 3), new("rds.m2", PurchaseType.Period, 12, 1)]);
        await Buy(lotus, [new("obs.gb", PurchaseType.PayPerUse, null, 800)], isPaid: false);
        var (kept, returned) = (await Buy(bank, [new("ecs.c4", PurchaseType.Period, 12, 2)]), await Buy(bank, [new("evs.ssd100", PurchaseType.Period, 6, 4)]));
        await With((ChangeResources change) => change.RenewItself(kept[0], true, bank));
        await With((Unsubscribe unsubscribe) => unsubscribe.Run(Guid.CreateVersion7(), returned, bank));
        var given = await Buy(bridge, [new("eip.5m", PurchaseType.Period, 3, 2)]);
        clock.MoveTo(yesterday.AddHours(2));
        await With((Unsubscribe unsubscribe) => unsubscribe.Run(Guid.CreateVersion7(), given, bridge));
        await Buy(bamboo, [new("ecs.c4", PurchaseType.Period, 1, 2)]);
        await Buy(bamboo, [new("ecs.c4", PurchaseType.Period, 12, 5), new("evs.ssd100", PurchaseType.Period, 12, 5), new("eip.5m", PurchaseType.Period, 12, 1)], isPaid: false);
        var due = await With((OrderLists lists) => lists.Of(bamboo, new(OrderState.Unpaid), null, 0, 10));
        await With((AskPartner ask) => ask.Run(Guid.CreateVersion7(), [.. due.Select(order => order.Id)], "新学期扩容", bamboo));
    }

    /// <summary>A day later.</summary>
    private Task Refunds() => With((PayRefunds pay) => pay.Run(new Occurrence(clock.GetUtcNow()), null!, default));

    private DateOnly Today => new BusinessDay(clock).Today;

    private async Task OwnMoney(Actor customer)
    {
        var (finance, number) = (await Person("finance@vendor.example"), await Number(customer));
        await With((RecordOwnTopUp topUp) => topUp.Run(Guid.CreateVersion7(), number, "60000.00", "TT-cedarbank-0001", finance));
        await With((RequestOwnWithdrawal request) =>
            request.Run(Guid.CreateVersion7(), new("5000.00", "工商银行 上海分行", "6222 0800 1122 3344", Personas.Password), customer));
    }

    private Task<string> Number(Actor customer) => With(async (CustomerAccounts customers) => (await customers.Find(customer.CustomerId))!.Number);

    /// <summary>Orders, pays unless told otherwise, and says which resources came of it.</summary>
    private async Task<List<Guid>> Buy(Actor customer, List<OrderLine> lines, bool isPaid = true)
    {
        var id = Guid.CreateVersion7();
        clock.MoveTo(clock.GetUtcNow().AddMinutes(1));
        await With((PlaceOrders place) => place.Run(id, lines, CombinationKind.ServiceBundle, null, customer));
        if (!isPaid)
        {
            return [];
        }

        var orders = await With(async (OrderLists lists) => lines.Count == 1 ? [(await lists.Find(id, customer))!] : (await lists.Combination(id, customer))!.Value.Orders);
        await With((PayOrders pay) => pay.Run(Guid.CreateVersion7(), [.. orders.Select(order => order.Id)], [], customer));
        return [.. (await With((OrderLists lists) => lists.Some([.. orders.Select(order => order.Id)], customer))).Select(order => order.Resource!.Value)];
    }
}
