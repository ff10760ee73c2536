using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Company;
using PartnerCenter.Organization;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Published;
using PartnerCenter.Paths.Register;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Programs.Special;
using PartnerCenter.Tests.Paths;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Network;

/// <summary>Refusals of joining, company, people, paths and programmes that no story comes across, each as the sentence that is read.</summary>
public sealed class NetworkRefusalTests(TestServer server)
{
    private static readonly System.Globalization.CultureInfo English = System.Globalization.CultureInfo.GetCultureInfo("en");

    private static async Task Reads(World world, string sentence, string? field, Func<Task> work)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(work);
        Assert.Equal((sentence, field), (world.Services.GetRequiredService<RefusalTexts>().Sentence(refusal, English), refusal.Field));
    }

    [Fact]
    public async Task Joining_and_the_companys_own_data()
    {
        await using var world = await World.New(server);
        var (waiting, partner, admin) = (await world.Company("待审科技", "91310117557415205K"), await world.Partner("公司科技"), await world.Staff(Role.VendorAdministrator));
        await world.Use((JoinNetwork join) => join.Run(World.Form(), waiting));
        await Reads(world, "The application is being reviewed.", null, () => world.Use((JoinNetwork join) => join.Run(World.Form(), waiting)));
        await Reads(world, "Choose an ecosystem manager.", "Manager", () => world.Use((AssignManager assign) => assign.Run(partner.PartnerId, partner.Account, admin)));

        var code = await world.Scalar<string>($"select company_code from network.partner where id = '{partner.PartnerId}'");
        var form = new LicenseForm(code, "公司科技", "100 万元", new(2025, 1, 1), "长期", "林海", "深圳", "518057", "软件");
        Task<Guid> Send(LicenseForm some) => world.Use((ChangeLicense change) => change.Run(some, "a.pdf", new MemoryStream("%PDF-1.7 x %%EOF"u8.ToArray()), partner));
        await Reads(world, "The day of founding cannot be in the future.", "FoundedOn", () => Send(form));
        await Reads(world, "A postcode has 6 digits.", "Postcode", () => Send(form with { FoundedOn = new(2015, 1, 1), Postcode = "51805" }));

        var id = await world.Use((CertifyCompany certify) => certify.Run(World.BankData("公司科技"), partner));
        await Reads(world, "This certification needs no bank letter.", null, () => world.Use((BankLetter letter) => letter.Draft(id, admin)));
    }

    [Fact]
    public async Task People()
    {
        await using var world = await World.New(server);
        var (partner, reviewer) = (await world.Partner("人员科技"), await world.Staff(Role.Reviewer));
        var person = await world.Hire(partner);
        Task Add(string kind, string number) => world.Use((LearningRegister register) =>
            register.Add("somebody@example.com", kind, number, "Cloud", new(2024, 1, 1), null, reviewer));
        await Reads(world, "Choose a kind of certificate.", "Kind", () => Add("NONE", "1"));
        await Add("HCCDA", "1");
        await Reads(world, "The certificate 1 is entered already.", "Number", () => Add("HCCDA", "1"));
        await Reads(world, "Choose a development path.", "Path", () => world.Use((AppointSpecialist appoint) => appoint.Apply(person.Account, "none", null, null, partner)));
        await Reads(world, "Choose an account manager supervisor.", "Supervisor", async () =>
        {
            var member = await world.Use((Members members) => members.Add("韩雪", "han@example.com", "13700040001", Role.PartnerSales, "http://x", partner));
            await world.Use((Members members) => members.Supervise(member, partner.Account, partner));
        });
        await Reads(world, "The main account is not to be changed.", null, () => world.Use((Members members) => members.TakeRole(partner.Account, Role.PartnerAdministrator, partner)));
        await world.Use((Members members) => members.AddRole("账务", ["billing.bill"], partner));
        await Reads(world, "There is a role 账务 already.", "Name", () => world.Use((Members members) => members.AddRole("账务", ["billing.bill"], partner)));
    }

    [Fact]
    public async Task Paths()
    {
        await using var world = await World.New(server);
        var (partner, stranger, manager) = (await world.ServicePartner("路径科技"), await world.Partner("路人科技", program: null), await world.Staff(Role.EcosystemManager));
        await Reads(world, "This account is on no path.", null, () => world.Apply(stranger, PathStage.RoleCertification, Case(world), "路人科技"));
        await Reads(world, "Choose a capability tag.", "Code", () => world.Enter(partner, EvidenceKind.CapabilityTag, code: "none"));
        Task Enter(EvidenceKind kind, DateOnly until) => world.Use(async (EnterEvidence enter) => await enter.Run(
            new((await world.View(partner)).Number, kind, null, "sap", "N", "某项", "2024SR1", new(2024, 9, 1), until), manager with { Reach = Reach.Everything }));
        await Reads(world, "The last day of the solution's certification is 2025-08-31.", "Until", () => Enter(EvidenceKind.CloudSoftware, new(2026, 1, 1)));
        await Reads(world, "The last day cannot be before the first.", "Until", () => Enter(EvidenceKind.CapabilityTag, new(2024, 8, 31)));

        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "sap");
        await world.Enter(partner, EvidenceKind.CapabilityTag, code: "database");
        var id = await world.Apply(partner, PathStage.Differentiation);
        Task<bool> HandIn() => world.Use((HandInPlan hand) => hand.Run(id, Pdf(), Pdf(), "2020-1", partner));
        await HandIn();
        await Reads(world, "Give the address of the meeting (https://…).", "Link", () => world.Use((ScheduleMeeting schedule) =>
            schedule.Run(id, world.Clock.GetUtcNow().AddDays(1), "http://meeting.example.com", manager)));
        await world.Decide(id, approve: false);
        await Reads(world, "This application has ended.", null, HandIn);
    }

    [Fact]
    public async Task Programmes()
    {
        await using var world = await World.New(server);
        var (distributor, reseller, manager) = (await world.Partner("总经销", PartnerProgram.Distributor), await world.Partner("经销科技", null), await world.Staff(Role.EcosystemManager));
        await world.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        world.At(2024, 12, 5);
        await Reads(world, "Resellers are not assessed.", null, () => world.Use((AssessMembership assess) =>
            assess.Run(reseller.PartnerId, PartnerProgram.Reseller, true, "年度指标", manager)));
        await world.Use((InviteToSpecialProgram invite) => invite.Run(distributor.PartnerId, "co-sell", manager));
        await world.Use((JoinSpecialProgram join) => join.Run("co-sell", true, "1", distributor));
        await Reads(world, "This programme is not assessed.", null, () => world.Use((AssessSpecialMembership assess) =>
            assess.Run(distributor.PartnerId, "co-sell", true, "年度指标", manager)));
    }
}
