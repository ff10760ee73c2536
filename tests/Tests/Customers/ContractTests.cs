using PartnerCenter.Customers;
using PartnerCenter.Customers.Contracts;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Company;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Customers;

/// <summary>Who issues invoices to customers of resellers, and who keeps their contracts.</summary>
public sealed class ContractTests(TestServer server)
{
    private static readonly DateOnly Signed = new(2024, 8, 1);

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    private static async Task<(Actor Distributor, Actor Reseller)> Channel(World world, string name)
    {
        var distributor = await world.Partner($"{name}总经销", PartnerProgram.Distributor);
        var reseller = await world.Partner($"{name}经销", program: null);
        var manager = await world.Staff(Role.EcosystemManager);
        await world.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        return ((await world.Enter(distributor.Account))!, (await world.Enter(reseller.Account))!);
    }

    private static async Task<Guid> Keep(World world, Actor by, Guid customer, string code, DateOnly? signed = null)
    {
        using var file = new MemoryStream("%PDF-1.7 contract %%EOF"u8.ToArray());
        return await world.Use((KeepContract keep) => keep.Run(new(code, customer, signed ?? Signed), "contract.pdf", file, by));
    }

    [Fact, Rule("R12.2.4")]
    public async Task Resale_customers_of_a_reseller_are_invoiced_by_its_distributor()
    {
        await using var world = await World.New(server);
        var provider = await world.Partner("方案科技");
        var (distributor, reseller) = await Channel(world, "甲");
        var today = new DateOnly(2024, 9, 2);
        var ofReseller = await world.Customer(reseller, "C-1");

        Assert.Equal(new(InvoiceSource.Distributor, distributor.PartnerId, "甲总经销"), await Issuer(ofReseller, today));
        Assert.Equal(new(InvoiceSource.Partner, distributor.PartnerId, "甲总经销"), await Issuer(await world.Customer(distributor, "C-2"), today));
        Assert.Equal(new(InvoiceSource.Partner, provider.PartnerId, "方案科技"), await Issuer(await world.Customer(provider, "C-3"), today));
        Assert.Equal(InvoiceSource.Vendor, (await Issuer(await world.Customer(reseller, "C-4", AssociationMode.Referral), today)).Source);
        Assert.Equal(InvoiceSource.Vendor, (await Issuer(ofReseller, new(2022, 1, 1))).Source);

        async Task<Issuer> Issuer(Guid customer, DateOnly day) => await world.Use((InvoiceIssuer issuer) => issuer.Of(customer, day));
    }

    [Fact, Rule("R12.3.11")]
    public async Task A_distributor_keeps_the_offline_contracts_of_its_resellers_customers_and_the_reseller_sees_that_it_does()
    {
        await using var world = await World.New(server);
        var (distributor, reseller) = await Channel(world, "甲");
        var (rival, rivalReseller) = await Channel(world, "乙");
        var customer = await world.Customer(reseller, "C-1");
        var (own, other) = (await world.Customer(distributor, "C-2"), await world.Customer(rivalReseller, "C-3"));

        var id = await Keep(world, distributor, customer, "HT-2024-001");
        await Keep(world, distributor, customer, "HT-2024-002");
        Assert.Equal("contract.code-taken", await Refused(() => Keep(world, distributor, customer, "HT-2024-001")));
        Assert.Equal("contract.not-signed-yet", await Refused(() => Keep(world, distributor, customer, "HT-3", new(2024, 9, 3))));
        Assert.Equal("contract.not-a-resellers", await Refused(() => Keep(world, distributor, own, "HT-3")));
        Assert.Equal("contract.not-a-resellers", await Refused(() => Keep(world, distributor, other, "HT-3")));
        Assert.Equal("access.denied", await Refused(() => Keep(world, reseller, customer, "HT-3")));
        Assert.Equal([customer], (await world.Use((OfflineContracts c) => c.Choices(distributor))).Select(c => c.Customer));

        Assert.True(await world.Use((EndContract end) => end.Run(id, distributor)));
        Assert.Equal("offline-contract.wrong-state", await Refused(() => world.Use((EndContract end) => end.Run(id, distributor))));
        Assert.False(await world.Use((EndContract end) => end.Run(id, rival)));
        Assert.Equal(["HT-2024-001", "HT-2024-002"], await Codes(distributor, null, null));
        Assert.Equal(["HT-2024-001"], await Codes(distributor, null, ContractState.Ended));
        Assert.Equal(["HT-2024-002"], await Codes(distributor, "ht-2024-002", null));
        Assert.Empty(await Codes(rival, null, null));
        Assert.NotNull(await world.Use((OfflineContracts c) => c.File(id, distributor)));
        Assert.Null(await world.Use((OfflineContracts c) => c.File(id, rival)));

        var (keeper, seen) = await world.Use((OfflineContracts c) => c.OfCustomer(customer, reseller));
        Assert.Equal(("甲总经销", 2), (keeper, seen.Count));
        Assert.Equal("access.denied", await Refused(() => world.Use((OfflineContracts c) => c.File(id, reseller))));
        Assert.Equal((null, 0), await Counted(rivalReseller));
        Assert.Equal((null, 0), await Counted(distributor));

        async Task<IEnumerable<string>> Codes(Actor by, string? search, ContractState? state) =>
            (await world.Use((OfflineContracts c) => c.Own(search, state, by))).Select(row => row.Code);

        async Task<(string?, int)> Counted(Actor by)
        {
            var (kept, rows) = await world.Use((OfflineContracts c) => c.OfCustomer(customer, by));
            return (kept, rows.Count);
        }
    }

    [Fact, Rule("R12.3.11")]
    public async Task A_resellers_online_agreements_are_listed_filtered_searched_and_downloaded()
    {
        await using var world = await World.New(server);
        var (_, reseller) = await Channel(world, "甲");
        await world.Execute($"""
            insert into network.agreement select gen_random_uuid(), partner_id, code, '2', name_zh, name_en, 'AG-NEW', signing_entity, signed_by,
                signed_by_name, signed_at + interval '1 day' from network.agreement where partner_id = '{reseller.PartnerId}' and code = 'conduct'
            """);

        var all = await Listed(null, null);
        Assert.Equal(5, all.Count);
        Assert.Equal("conduct", await Code(Assert.Single(await Listed(null, AgreementState.Superseded)).Id));
        Assert.Equal(4, (await Listed(null, AgreementState.InForce)).Count);
        var found = Assert.Single(await Listed("ag-new", null));
        Assert.Equal("AG-NEW.pdf", (await world.Use((Agreements a) => a.Pdf(found.Id, reseller)))!.Value.Name);
        Assert.All(all, agreement => Assert.Equal("CNY", agreement.Currency));
        Assert.Equal(found.SigningEntity, (await world.Use((SigningEntities entities) => entities.Of(reseller.PartnerId)))!.Name);

        Task<List<SignedAgreement>> Listed(string? search, AgreementState? state) => world.Use((Agreements a) => a.Own(search, state, reseller));

        Task<string> Code(Guid id) => world.Scalar<string>($"select code from network.agreement where id = '{id}'");
    }
}
