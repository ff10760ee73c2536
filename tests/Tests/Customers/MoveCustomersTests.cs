using PartnerCenter.Customers;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Customers;

public class MoveCustomersTests(TestServer server)
{
    [Fact, Rule("R12.3.2")]
    public async Task The_vendor_moves_a_providers_customers_to_a_reseller_all_or_none()
    {
        await using var world = await World.New(server);
        var (operations, finance, manager) = (await world.Staff(Role.Operations), await world.Staff(Role.Finance), await world.Staff(Role.EcosystemManager));
        var (provider, distributor, reseller) = (await world.Partner("方案科技"), await world.Partner("总经销", PartnerProgram.Distributor), await world.Partner("经销科技", null));
        await world.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        var (first, second, third) = (await world.Customer(provider, "C-1"), await world.Customer(provider, "C-2", AssociationMode.Referral), await world.Customer(provider, "C-3"));
        var (from, to, wrong) = ((await world.View(provider)).Number, (await world.View(reseller)).Number, (await world.View(distributor)).Number);
        await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), from, "100.00", "TT", finance));
        await world.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), first, "40.00", provider));
        Task<int> Move(string? customers, string source, string target, Actor by) => world.Use((MoveCustomers move) => move.Run(new(source, target, customers, "渠道调整"), by));
        async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;
        Task<AssociationView?> Now(Guid customer) => world.Use((Associations associations) => associations.OfCustomer(customer));

        Assert.Equal("access.denied", await Refused(() => Move("C-1", from, to, provider)));
        Assert.Equal("customers.move-to", await Refused(() => Move("C-1", from, wrong, operations)));
        Assert.Equal("customers.move-from", await Refused(() => Move("C-1", to, to, operations)));
        var unknown = await Assert.ThrowsAsync<Refusal>(() => Move("C-1, C-9\nC-2", from, to, operations));
        Assert.Equal(("customers.move-unknown", "C-9", "Customers"), (unknown.Code, (string)unknown.Facts[0], unknown.Field));
        Assert.Equal(provider.PartnerId, (await Now(first))!.Partner);

        Assert.Equal(2, await Move("C-1\nC-2，C-1", from, to, operations));

        Assert.Equal((reseller.PartnerId, AssociationMode.Resale), ((await Now(first))!.Partner, (await Now(first))!.Mode));
        Assert.Equal((reseller.PartnerId, AssociationMode.Referral), ((await Now(second))!.Partner, (await Now(second))!.Mode));
        Assert.Equal(provider.PartnerId, (await Now(third))!.Partner);
        Assert.Equal(100m, (await world.Use((Ledger ledger) => ledger.Balance(provider.PartnerId, null, Currency.Cny))).Amount);
        var log = await world.Use((AssociationLog all) => all.Of(provider, null, ChangeKind.Disassociation, null, null, 0, 9));
        Assert.Equal([("C-1", "渠道调整", ChangeOrigin.Vendor), ("C-2", "渠道调整", ChangeOrigin.Vendor)], log.Select(row => (row.CustomerName, row.Reason!, row.Origin)).Order());
    }

}
