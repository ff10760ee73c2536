using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Tests.Platform;
using PartnerCenter.Tests.Support;

namespace PartnerCenter.Tests.Network;

public class CertificationTests(TestServer server)
{
    private const string Company = "认证科技";

    private static async Task<(World World, Actor Partner, Guid Id)> Submitted(TestServer server)
    {
        var world = await World.New(server);
        var partner = await world.Partner(Company);
        return (world, partner, await Submit(world, partner, World.BankData(Company)));
    }

    private static async Task<(World World, Actor Partner, Guid Id)> Paid(TestServer server)
    {
        var (world, partner, id) = await Submitted(server);
        await Hours(world, 1);
        return (world, partner, id);
    }

    private static Task<Guid> Submit(World world, Actor partner, CertificationForm form) =>
        world.Use((CertifyCompany certify) => certify.Run(form, partner));

    private static async Task Hours(World world, double hours)
    {
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddHours(hours));
        await world.Deliver();
    }

    private static Task<CertificationState?> Confirm(World world, Actor partner, Guid id, string amount) =>
        world.Use((ConfirmAmount confirm) => confirm.Run(id, amount, partner));

    private static async Task<CertificationRow> Present(World world, Actor partner) =>
        (await world.Use((CertificationLists lists) => lists.Own(partner)))[0];

    private static Task<bool> Certified(World world, Actor partner) =>
        world.Use((Certifications certifications) => certifications.IsCertified(partner.PartnerId));

    private static async Task<Refusal> Refused(Func<Task> work) => await Assert.ThrowsAsync<Refusal>(work);

    /// <summary>An amount that was not paid.</summary>
    private static async Task<string> Wrong(World world, Guid id) => (await world.PaidAmount(id)) == "0.50" ? "0.51" : "0.50";

    private static async Task Decide(World world, Guid id, Actor by, bool approve)
    {
        var review = (await world.Use((ReviewLists lists) => lists.OfSubject(id)))!.Id;
        await world.Use((ReviewDesk desk) => approve ? desk.Approve(review, by, "相符") : desk.Reject(review, by, "印章不清"));
    }

    /// <summary>A certification that the supplier records contradict.</summary>
    private static async Task<(World World, Actor Partner, Actor Operations, Guid Id)> Contradicted(TestServer server)
    {
        var world = await World.New(server);
        var partner = await world.Partner(Company);
        var operations = await world.Staff(Role.Operations);
        var code = await Code(world, partner);
        await world.Use((SupplierRecords records) => records.Enter([new(code, Company, "中国银行", "6217 0000 1111 2222")], operations));
        var id = await Submit(world, partner, World.BankData(Company));
        await Hours(world, 1);
        return (world, partner, operations, id);
    }

    private static Task<string> Code(World world, Actor partner) =>
        world.Scalar<string>($"select company_code from network.partner where id = '{partner.PartnerId}'");

    [Fact, Rule("R6.2.6", "R6.2.8")]
    public async Task The_account_is_proven_by_the_amount_that_it_received()
    {
        var (world, partner, id) = await Submitted(server);
        await using var _ = world;
        var row = await Present(world, partner);
        Assert.Equal((CertificationState.InProgress, null, row.SubmittedAt.AddHours(3)), (row.State, row.PaidAt, row.ExpectedBy));
        Assert.Equal("certification.not-paid", (await Refused(async () => await Confirm(world, partner, id, await world.PaidAmount(id)))).Code);

        await Hours(world, 0.99);
        Assert.Null((await Present(world, partner)).PaidAt);
        await Hours(world, 0.02);
        Assert.True((await Present(world, partner)).CanConfirm);
        Assert.False(await Certified(world, partner));
        Assert.Equal(CertificationState.Certified, await Confirm(world, partner, id, await world.PaidAmount(id)));

        Assert.True(await Certified(world, partner));
        Assert.Equal("certification.wrong-state", (await Refused(async () => await Confirm(world, partner, id, await world.PaidAmount(id)))).Code);
        var rival = await world.Partner("竞争科技");
        Assert.Null(await Confirm(world, rival, id, "0.01"));
        Assert.Empty(await world.Use((CertificationLists lists) => lists.Own(rival)));
    }

    [Fact, Rule("R6.2.6")]
    public async Task Wrong_amounts_are_all_answered_alike_and_the_third_ends_it()
    {
        var (world, partner, id) = await Paid(server);
        await using var _ = world;
        var right = decimal.Parse(await world.PaidAmount(id), System.Globalization.CultureInfo.InvariantCulture);
        var near = right == 0.99m ? "0.98" : (right + 0.01m).ToString(System.Globalization.CultureInfo.InvariantCulture);

        var first = await Refused(() => Confirm(world, partner, id, near));
        var second = await Refused(() => Confirm(world, partner, id, "98765.43"));
        Assert.Equal((first.Code, first.Field, first.Facts.Count), (second.Code, second.Field, second.Facts.Count));
        Assert.Equal(("certification.amount-wrong", "Amount", 2, 1), (first.Code, first.Field, (int)first.Facts[0], (int)second.Facts[0]));
        Assert.Equal("money.unreadable", (await Refused(() => Confirm(world, partner, id, "many"))).Code);
        Assert.Equal(2, (await Present(world, partner)).Attempts);

        var third = await Refused(() => Confirm(world, partner, id, near));
        Assert.Equal(("certification.amount-wrong", 0), (third.Code, (int)third.Facts[0]));
        var row = await Present(world, partner);
        Assert.Equal((CertificationState.Failed, CertificationFailure.Amount), (row.State, row.Failure));
        Assert.Equal("certification.wrong-state", (await Refused(async () => await Confirm(world, partner, id, await world.PaidAmount(id)))).Code);
        Assert.False(await Certified(world, partner));
    }

    [Fact, Rule("R6.2.6")]
    public async Task Guesses_that_arrive_together_are_three_in_all()
    {
        var (world, partner, id) = await Paid(server);
        await using var _ = world;
        var wrong = await Wrong(world, id);
        var codes = new System.Collections.Concurrent.ConcurrentBag<string>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 12), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (_, _) =>
            codes.Add((await Refused(() => Confirm(world, partner, id, wrong))).Code));

        Assert.Equal((3, 9), (codes.Count(code => code == "certification.amount-wrong"), codes.Count(code => code == "certification.wrong-state")));
    }

    [Fact, Rule("R6.2.6")]
    public async Task The_amount_is_random_small_and_nowhere_to_be_read()
    {
        var (world, partner, id) = await Paid(server);
        await using var _ = world;
        var amounts = new HashSet<string> { await world.PaidAmount(id) };
        for (var n = 0; n < 4; n++)
        {
            amounts.Add(await world.PaidAmount(await Submit(world, partner, World.BankData(Company))));
        }

        Assert.True(amounts.Count > 1);
        Assert.All(amounts, amount => Assert.InRange(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), 0.01m, 0.99m));
        Assert.Equal(10, await world.Scalar<long>("select count(*) from network.certification, unnest(array[account, amount]) v where v like 'sealed:%'"));
        Assert.Equal(0, await world.Scalar<long>($"select count(*) from platform.audit where changes ~ '7559|\"amount\": ?\"(0|sealed)'"));
        Assert.Equal("certification.too-many", (await Refused(() => Submit(world, partner, World.BankData(Company)))).Code);
        await Hours(world, 24);
        await Submit(world, partner, World.BankData(Company));
    }

    [Fact, Rule("R6.2.3")]
    public async Task Only_a_company_account_in_the_companys_own_name_is_taken()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner(Company);
        async Task Is(string code, string field, CertificationForm form)
        {
            var refusal = await Refused(() => Submit(world, partner, form));
            Assert.Equal((code, field), (refusal.Code, refusal.Field));
        }

        var good = World.BankData(Company);
        await Is("certification.personal-account", "Kind", good with { Kind = BankAccountKind.Personal });
        await Is("form.required", "Kind", good with { Kind = null });
        await Is("certification.holder", "Holder", good with { Holder = Company + "公司" });
        await Is("certification.account-number", "Number", good with { Number = "1234567" });
        await Is("certification.branch-number", "BranchNumber", good with { BranchNumber = "1-2" });
        await Is("identity.password-wrong", "Present", good with { Present = "not my password" });
        Assert.Equal("access.denied", (await Refused(() => world.Use((CertifyCompany certify) =>
            certify.Run(good, partner with { Permissions = new HashSet<string>() })))).Code);
        Assert.Equal(0, await world.Scalar<long>("select count(*) from network.certification"));
    }

    [Fact, Rule("R6.2.4")]
    public async Task The_code_is_the_unified_social_credit_code()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner(Company);
        await Submit(world, partner, World.BankData(Company));
        Assert.Equal(await Code(world, partner), (await Present(world, partner)).Code);

        await world.Execute($"update network.partner set company_code = '123456789' where id = '{partner.PartnerId}'");
        Assert.Equal("certification.uscc-needed", (await Refused(() => Submit(world, partner, World.BankData(Company)))).Code);
    }

    [Fact, Rule("R6.2.5")]
    public async Task The_currency_follows_the_entity_that_signed()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner(Company);
        await Submit(world, partner, World.BankData(Company));
        Assert.Equal("CNY", (await Present(world, partner)).Currency);

        await world.Execute("update network.agreement set signing_entity = 'Cloud Computing International Pte. Ltd.'");
        await Submit(world, partner, World.BankData(Company));
        Assert.Equal("USD", (await Present(world, partner)).Currency);

        await world.Execute("update network.agreement set signing_entity = 'Nobody'");
        Assert.Equal("certification.no-currency", (await Refused(() => Submit(world, partner, World.BankData(Company)))).Code);
    }

    [Fact, Rule("R6.2.8")]
    public async Task A_company_whose_code_is_in_doubt_goes_on_to_a_person()
    {
        var (world, partner, id) = await Paid(server);
        await using var _ = world;
        await world.Execute("update network.partner set code_check = 'CheckCharacterDiffers'");

        Assert.Equal(CertificationState.ManualReview, await Confirm(world, partner, id, await world.PaidAmount(id)));
        Assert.False(await Certified(world, partner));

        var reviewer = await world.Staff(Role.Reviewer);
        await Decide(world, id, reviewer, approve: true);
        Assert.True(await Certified(world, partner));
    }

    [Fact, Rule("R6.2.9", "R6.2.10")]
    public async Task Other_bank_data_than_the_supplier_records_needs_a_stamped_letter()
    {
        var (world, partner, operations, id) = await Contradicted(server);
        await using var _ = world;
        var row = await Present(world, partner);
        Assert.Equal((CertificationState.Failed, CertificationFailure.SupplierRecord, null), (row.State, row.Failure, row.PaidAt));
        Assert.Equal("certification.no-draft", (await Refused(() => Send(world, partner, id))).Code);
        Assert.Null(await world.Use((BankLetter letter) => letter.Download(id, partner)));

        Assert.Equal("access.denied", (await Refused(() => world.Use((BankLetter letter) => letter.Draft(id, partner)))).Code);
        await world.Use((BankLetter letter) => letter.Draft(id, operations));
        var file = (await world.Use((BankLetter letter) => letter.Download(id, partner)))!.Value;
        Assert.Equal(("BI-2024-000001.pdf", "%PDF"), (file.Name, System.Text.Encoding.ASCII.GetString(file.Pdf[..4])));
        Assert.Null(await world.Use(async (BankLetter letter) => await letter.Download(id, await world.Partner("竞争科技"))));
        Assert.Equal("certification.scan-kind", (await Refused(() => Send(world, partner, id, "letter.docx", HostileFiles.Honest["letter.docx"]()))).Code);
        await Send(world, partner, id);

        Assert.Equal(CertificationState.ManualReview, (await Present(world, partner)).State);
        var review = (await world.Use((ReviewLists lists) => lists.OfSubject(id)))!;
        Assert.Equal(new DateOnly(2024, 9, 9), review.DueOn); // Monday 2 September: five working days
        await Decide(world, id, await world.Staff(Role.Reviewer), approve: true);
        Assert.True(await Certified(world, partner));

        // The records follow the letter: the same account needs no second one.
        await Submit(world, partner, World.BankData(Company));
        await Hours(world, 1);
        Assert.True((await Present(world, partner)).CanConfirm);
    }

    [Fact, Rule("R6.2.9")]
    public async Task A_rejected_letter_may_be_sent_again_and_one_in_review_is_over_when_other_data_comes()
    {
        var (world, partner, operations, id) = await Contradicted(server);
        await using var _ = world;
        var reviewer = await world.Staff(Role.Reviewer);
        await world.Use((BankLetter letter) => letter.Draft(id, operations));
        await Send(world, partner, id);
        await Decide(world, id, reviewer, approve: false);
        Assert.Equal((CertificationState.Failed, CertificationFailure.Review), ((await Present(world, partner)).State, (await Present(world, partner)).Failure!.Value));
        await Hours(world, 1);
        await Send(world, partner, id);

        // The data of the records themselves: no letter is needed for it.
        await Submit(world, partner, World.BankData(Company) with { Bank = "中国银行", Number = "6217000011112222" });
        await Decide(world, id, reviewer, approve: true);
        Assert.False(await Certified(world, partner));
        await Hours(world, 1);
        Assert.True((await Present(world, partner)).CanConfirm);
    }

    [Fact, Rule("R6.2.10")]
    public async Task Other_data_counts_at_once_and_nobody_is_certified_until_it_is_proven()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner(Company);
        await world.Certify(partner);
        Assert.True(await Certified(world, partner));

        var id = await Submit(world, partner, World.BankData(Company) with { Number = "7559 9999 9999 999" });
        Assert.False(await Certified(world, partner));
        await Hours(world, 1);
        await Confirm(world, partner, id, await world.PaidAmount(id));

        Assert.True(await Certified(world, partner));
        Assert.Equal([CertificationState.Certified, CertificationState.Replaced], (await world.Use((CertificationLists lists) => lists.Own(partner))).Select(r => r.State));
    }

    [Fact, Rule("R6.2.10")]
    public void The_letter_names_what_it_must()
    {
        var certification = new BankCertification
        {
            Id = Guid.Empty, Number = "BI-1", Company = "甲", Code = "乙", Bank = "丙", Branch = "丁", BranchNumber = "戊", Holder = "己", Account = "", LastFour = "",
            Currency = "CNY", Amount = "", SubmittedBy = "",
        };

        Assert.Equal(["甲", "丙", "6222", "丁", "戊", "己", "CNY"], BankLetter.Facts(certification, "6222").Select(fact => fact.Value));
    }

    [Fact, Rule("R6.2.11")]
    public async Task The_taxpayer_type_is_changed_by_the_vendor_on_a_ticket_for_the_whole_legal_entity()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner(Company);
        var operations = await world.Staff(Role.Operations);
        Task<ServiceFeeTax?> Tax() => world.Use((Certifications certifications) => certifications.ServiceFeeTaxOf(partner.PartnerId));
        Assert.Equal((TaxpayerType.General, 0.06m), ((await Tax())!.Taxpayer, (await Tax())!.Rate));

        var ticket = (await world.Raise(partner, TicketWorld.Question("taxpayer-type"))).Number;
        var other = (await world.Raise(partner, TicketWorld.Question("billing"))).Number;
        var rivals = (await world.Raise(await world.Partner("对手科技"), TicketWorld.Question("taxpayer-type"))).Number;
        Task<bool> Change(Actor by, string? number, string reason = "年销售额低于标准") =>
            world.Use((ChangeTaxpayerType change) => change.Run(partner.PartnerId, TaxpayerType.SmallScale, number, reason, by));
        Assert.Equal("access.denied", (await Refused(() => Change(partner, ticket))).Code);
        Assert.Equal("form.required", (await Refused(() => Change(operations, ticket, " "))).Code);
        Assert.Equal(("form.required", "Ticket"), ((await Refused(() => Change(operations, " "))).Code, (await Refused(() => Change(operations, " "))).Field));
        Assert.Equal("ticket.none", (await Refused(() => Change(operations, "T-2024-999999"))).Code);
        Assert.Equal("ticket.none", (await Refused(() => Change(operations, rivals))).Code);
        Assert.Equal("ticket.other-category", (await Refused(() => Change(operations, other))).Code);
        await Change(operations, ticket);

        Assert.Equal((TaxpayerType.SmallScale, 0.03m), ((await Tax())!.Taxpayer, (await Tax())!.Rate));
        Assert.Equal(1, await world.Scalar<long>("select count(*) from platform.audit where changes like '%年销售额低于标准%'"));
    }

    [Fact]
    public async Task Supplier_records_are_entered_whole_or_not_at_all()
    {
        await using var world = await World.New(server);
        var operations = await world.Staff(Role.Operations);
        Task<int> Enter(params SupplierLine[] lines) => world.Use((SupplierRecords records) => records.Enter(lines, operations));
        var good = new SupplierLine(World.ValidCode(1), "甲公司", "中国银行", "6217 0000 1111 2222");

        var refusal = await Refused(() => Enter(good, good with { Number = "1" }));
        Assert.Equal(("supplier.line", 2, "Number"), (refusal.Code, (int)refusal.Facts[0], (string)refusal.Facts[1]));
        Assert.Equal(0, await world.Scalar<long>("select count(*) from network.supplier_record"));
        Assert.Equal(1, await Enter(good, good));
        Assert.Equal(0, await Enter(good));
        Assert.Equal("2222", (await world.Use((SupplierRecords records) => records.All(operations, 0, 10))).Single().LastFour);
        Assert.Equal("supplier.list-length", (await Refused(() => Enter())).Code);
    }

    [Fact]
    public async Task The_partner_and_operations_are_told()
    {
        var (world, partner, _, _) = await Contradicted(server);
        await using var __ = world;
        await world.Deliver();

        Assert.Contains(await world.Use((Inbox inbox) => inbox.Latest(partner, 10)), note => note.Event == TellCertification.Notice);
        Assert.Equal(1, await world.Scalar<long>($"select count(*) from platform.notification where event = '{TellCertification.LetterNotice}'"));
    }

    private static async Task Send(World world, Actor partner, Guid id, string name = "letter.pdf", byte[]? content = null)
    {
        using var file = new MemoryStream(content ?? "%PDF-1.7 stamped %%EOF"u8.ToArray());
        await world.Use((BankLetter letter) => letter.Send(id, name, file, partner));
    }
}
