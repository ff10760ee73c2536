using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Customers;

/// <summary>Tells the partner that a customer has come.</summary>
internal sealed class TellAssociation(Notifier notifier) : IHandleLater<CustomerAssociated>
{
    public const string Kind = "customers.associated";

    public Task Handle(CustomerAssociated happened, CancellationToken ct) => notifier.TellPartner(
        happened.Partner,
        CustomersModule.See,
        new(
            Kind,
            new("客户已关联", "A customer has joined you"),
            new($"{happened.CustomerName} 已与贵公司建立关联。", $"{happened.CustomerName} is your customer now."),
            $"/portal/customers/{happened.Customer}"),
        ct);
}
