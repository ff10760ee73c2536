using System.Text.Json;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Published;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>
/// Turns what happens into messages for the endpoints of the partner concerned. A statement travels with the commit of what happened, so
/// that a message is there exactly if it did happen, and whoever moves money waits for nothing more.
/// </summary>
internal sealed class Announcer(UnitOfWork unit, BusinessDay businessDay)
    : IHandleNow<CustomerAssociated>, IHandleNow<AssociationChanged>, IHandleNow<ProspectInvited>, IHandleNow<FundsMoved>, IHandleNow<WithdrawalMoved>,
    IHandleNow<VoucherMoved>, IHandleNow<OrderMoved>, IHandleNow<CustomerFrozen>
{
    public Task Handle(CustomerAssociated happened, CancellationToken ct) =>
        Say(happened.Partner, "customer.associated", new { CustomerId = Id(happened.Customer), Mode = Word(happened.Mode) });

    public Task Handle(AssociationChanged happened, CancellationToken ct) => happened.To is { } mode
        ? Say(happened.Partner, "customer.switched", new { CustomerId = Id(happened.Customer), From = Word(happened.From), Mode = Word(mode) })
        : Say(happened.Partner, "customer.disassociated", new { CustomerId = Id(happened.Customer), From = Word(happened.From) });

    public Task Handle(ProspectInvited happened, CancellationToken ct) => Say(
        happened.Partner, "prospect.invited",
        new { ProspectId = Id(happened.Prospect), Mode = Word(happened.Mode), Way = happened.Online ? "email" : "link" });

    public Task Handle(CustomerFrozen happened, CancellationToken ct) =>
        Say(happened.Partner, happened.Frozen ? "customer.frozen" : "customer.unfrozen", new { CustomerId = Id(happened.Customer) });

    public Task Handle(FundsMoved happened, CancellationToken ct) => happened.Kind switch
    {
        TransferKind.TopUp => SayAll(
            happened.Partner, "funds.topped_up", happened.Movements.Select(m => new { TransferId = Id(m.Transfer), m.Amount, Currency = "CNY" })),
        TransferKind.Allocation => Move("funds.allocated", happened),
        TransferKind.Reclaim or TransferKind.DisassociationReclaim => Move("funds.reclaimed", happened),
        _ => Task.CompletedTask,
    };

    public Task Handle(WithdrawalMoved happened, CancellationToken ct) => Say(
        happened.Partner, $"withdrawal.{Word(happened.Step)}",
        new { WithdrawalId = Id(happened.Withdrawal), happened.Number, happened.Amount, Currency = "CNY" });

    public Task Handle(VoucherMoved happened, CancellationToken ct) => Say(
        happened.Partner, happened.Reclaimed ? "voucher.reclaimed" : "voucher.issued",
        new { VoucherId = Id(happened.Voucher), happened.Number, CustomerId = Id(happened.Customer), Sort = Word(happened.Sort), happened.Amount, Currency = "CNY" });

    public Task Handle(OrderMoved happened, CancellationToken ct) => happened.Partner is { } partner
        ? Say(partner, $"order.{Word(happened.Step)}", new { OrderId = Id(happened.Order), happened.Number, CustomerId = Id(happened.Customer), happened.Amount, Currency = "CNY" })
        : Task.CompletedTask;

    /// <summary>A message to the letter: its type, when it happened, and ids to ask for more.</summary>
    public static string Body(string type, DateTimeOffset at, object data) =>
        JsonSerializer.Serialize(new { type, timestamp = at.UtcDateTime, data }, JsonSerializerOptions.Web);

    private Task Move(string type, FundsMoved happened) => SayAll(
        happened.Partner, type,
        happened.Movements.Select(m => new { TransferId = Id(m.Transfer), CustomerId = Id(m.Customer!.Value), m.Amount, Currency = "CNY" }));

    private Task Say(Guid partner, string type, object data) => SayAll(partner, type, [data]);

    private Task SayAll(Guid partner, string type, IEnumerable<object> data)
    {
        var now = businessDay.Now;
        unit.AtCommit([], "select openapi.announce($1, $2, $3, $4)", partner, type, data.Select(each => Body(type, now, each)).ToArray(), now);
        return Task.CompletedTask;
    }

    private static string Id(Guid id) => id.ToString("n");

    private static string Word(Enum value) => JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}
