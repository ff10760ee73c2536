using PartnerCenter.Customers;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Tests.Customers;

/// <summary>What is registered, by whom, and how often from one device.</summary>
public sealed class RegistrationTests(TestServer server)
{
    private static readonly Device Browser = new("0123456789abcdef0123456789abcdef", null);

    private static Task<Guid> Prospect(World world, Actor partner, string company = "莲花超市") =>
        world.Use((RegisterProspect register) => register.Run(new(company, "王", "13900139000", "it@customer.example"), partner));

    private static Task<Guid> Register(World world, Device? device, string password = World.Password) => world.Use((RegisterCustomer register) =>
        register.Run(new(true, "客户", "13900139000", $"{Guid.NewGuid():n}@customer.example", password), device));

    private static async Task<string> Accept(World world, Actor partner, Device device)
    {
        var prospect = await Prospect(world, partner, $"客户 {Guid.NewGuid():n}");
        var token = (await world.Use((InviteProspect invite) => invite.Run(prospect, AssociationMode.Resale, null, "http://x", partner)))!.Split('/')[^1];
        return await Code(() => world.Use((AcceptInvitation accept) =>
            accept.Run(token, new("13900139000", $"{Guid.NewGuid():n}@customer.example", World.Password, true), device)));
    }

    private static async Task<string> Code(Func<Task> work)
    {
        try
        {
            await work();
            return "";
        }
        catch (Refusal refusal)
        {
            return refusal.Code;
        }
    }

    [Fact, Rule("R15.3.1")]
    public async Task Five_customers_a_day_come_from_one_browser_whichever_way_they_register()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("限量科技");
        Assert.Equal("identity.password", await Code(() => Register(world, Browser, "short")));
        for (var n = 0; n < 4; n++)
        {
            await Register(world, Browser);
        }

        Assert.Equal("", await Accept(world, partner, Browser));
        Assert.Equal("customers.too-many-registrations", await Code(() => Register(world, Browser)));
        Assert.Equal("customers.too-many-registrations", await Accept(world, partner, Browser));
        Assert.Equal("", await Code(() => Register(world, new("ffffffffffffffffffffffffffffffff", null))));
        Assert.Equal("", await Code(() => Register(world, null)));

        world.Clock.MoveTo(world.Clock.GetUtcNow().AddHours(24).AddSeconds(-1));
        Assert.Equal("customers.too-many-registrations", await Code(() => Register(world, Browser)));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
        Assert.Equal("", await Code(() => Register(world, Browser)));
    }

    [Theory, Rule("R15.3.1")]
    [InlineData(99, "")]
    [InlineData(100, "customers.too-many-registrations")]
    public async Task A_hundred_come_from_one_address_with_browsers_that_forget_their_mark(int before, string code)
    {
        await using var world = await World.New(server);
        var mark = world.Services.GetRequiredService<Vault>().Fingerprint("address 93.184.215.14", "customers.registration.device");
        await world.Execute($"insert into customers.registration select gen_random_uuid(), '{mark}', '{world.Clock.GetUtcNow():O}' from generate_series(1, {before})");

        Assert.Equal(code, await Code(() => Register(world, new(null, "93.184.215.14"))));
        Assert.Equal("", await Code(() => Register(world, new(null, "93.184.215.15"))));
    }

    [Theory, Rule("R15.3.1")]
    [InlineData(999, "")]
    [InlineData(1000, "customers.too-many-registrations")]
    public async Task A_thousand_are_made_by_one_program(int before, string code)
    {
        await using var world = await World.New(server);
        var (partner, other) = (await world.Partner("程序科技"), await world.Partner("他家科技"));
        var mark = world.Services.GetRequiredService<Vault>().Fingerprint($"program {partner.Account}", "customers.registration.device");
        await world.Execute($"insert into customers.registration select gen_random_uuid(), '{mark}', '{world.Clock.GetUtcNow():O}' from generate_series(1, {before})");

        Assert.Equal(code, await Code(() => world.Use((CreateCustomer create) => create.Run(new("u-1", null, null, null), partner))));
        Assert.Equal("", await Code(() => world.Use((CreateCustomer create) => create.Run(new("u-1", null, null, null), other))));
    }

    [Fact, Rule("R12.1.2.8")]
    public async Task A_customer_is_registered_and_no_project_so_that_it_is_one_prospect_of_a_partner()
    {
        await using var world = await World.New(server);
        var (partner, other) = (await world.Partner("报备科技"), await world.Partner("他家科技"));
        var first = await Prospect(world, partner);

        // There is nothing to say of a project with which a second registration could be told from the first.
        Assert.Equal(["CompanyName", "ContactName", "Email", "Mobile"], typeof(ProspectForm).GetProperties().Select(p => p.Name).Order());
        Assert.Equal("prospect.known", await Code(() => Prospect(world, partner)));
        Assert.Equal("prospect.known", await Code(() => Prospect(world, partner, " 莲花超市 ")));
        await Prospect(world, other);
        await Prospect(world, partner, "莲花超市（深圳）");

        Assert.Equal(1, await world.Scalar<long>($"select count(*) from customers.prospect where partner_id = '{partner.PartnerId}' and company_name = '莲花超市'"));
        Assert.NotEqual(Guid.Empty, first);
    }
}
