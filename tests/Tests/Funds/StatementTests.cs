using System.Text;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Statements;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Funds;

public class StatementTests(TestServer server)
{
    private const string Header = "booked_at,amount,payer,payer_account,credited_account,reference,remark\n";

    private static async Task<(World World, Actor Partner, Actor Finance, string Number)> Begin(TestServer server)
    {
        var world = await World.New(server);
        var partner = await world.Partner("流水科技");
        var account = await world.Use((TopUpAccounts accounts) => accounts.Of(partner));
        return (world, partner, await world.Staff(Role.Finance), account.Number);
    }

    private static Task<StatementOutcome> Import(World world, Actor finance, params string[] lines) => world.Use(async (ImportStatement import) =>
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Header + string.Join('\n', lines)));
        return await import.Run("流水.csv", file, finance);
    });

    private static string Line(string number, string amount, string reference) => $"2024-09-01 10:30:00,{amount},流水科技,62220000123,{number},{reference},货款";

    private static async Task<decimal> Balance(World world, Actor partner) =>
        (await world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount;

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    private static Task<List<ReceiptRow>> Receipts(World world, Actor finance, ReceiptState state) =>
        world.Use((ReceiptLists lists) => lists.Of(finance, state, 0, 50));

    [Fact, Rule("R12.1.3.1")]
    public async Task What_arrives_on_the_dedicated_number_is_on_the_partners_balance()
    {
        var (world, partner, finance, number) = await Begin(server);
        await using var _ = world;

        var outcome = await Import(world, finance, Line(number, "100.00", "B-1"), Line("7570088000000001", "7.00", "B-2"));

        Assert.Equal((2, 1, 1, 0), (outcome.Lines, outcome.Booked, outcome.Unmatched, outcome.Known));
        Assert.Equal(100m, await Balance(world, partner));
        var line = Assert.Single(await world.Use((FundsLists lists) => lists.Statement(partner, null, null, 9)));
        Assert.Equal((TransferKind.TopUp, "B-1", 100m), (line.Kind, line.Memo, line.Amount));
    }

    [Fact]
    public async Task A_bank_reference_is_booked_once_ever_from_whatever_file_or_hand()
    {
        var (world, partner, finance, number) = await Begin(server);
        await using var _ = world;
        await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, "5.00", "B-HAND", finance));

        await Import(world, finance, Line(number, "100.00", "B-1"), Line(number, "5.00", "B-HAND"));
        var again = await Import(world, finance, Line(number, "100.00", "B-1"), Line(number, "20.00", "B-2"));
        Assert.Equal((2, 1, 1), (again.Lines, again.Booked, again.Known));
        Assert.Equal("funds.reference-known", await Refused(() =>
            world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, "20.00", "B-2", finance))));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Import(world, finance, Line(number, "1.00", "B-3"))));
        Assert.Equal(126m, await Balance(world, partner));
        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
        Assert.Equal(0L, await world.Use((Ledger ledger) => ledger.Strays()));
    }

    [Fact]
    public async Task One_line_at_fault_and_nothing_is_booked_and_every_fault_is_named_with_its_column()
    {
        var (world, partner, finance, number) = await Begin(server);
        await using var _ = world;
        await Import(world, finance, Line(number, "100.00", "B-1"));

        var outcome = await Import(world, finance,
            Line(number, "100.00", "B-2"), Line(number, "-1", "B-3"), Line(number, "1.00", "B-2"), Line(number, "101.00", "B-1"),
            "yesterday,1.00,甲,6222,1,B-5,", "2024-09-01 10:30:00,1.00,,6222,1,B-6,");

        Assert.Null(outcome.Statement);
        Assert.Equal(
            [(3, "amount", "money.not-positive"), (4, "reference", "statement.twice"), (5, "reference", "statement.other-content"),
                (6, "booked_at", "statement.time"), (7, "payer", "form.required")],
            outcome.Bad.Select(bad => (bad.Line, bad.Field, bad.Code)));
        Assert.Equal(100m, await Balance(world, partner));
        Assert.Equal("csv.columns", await Refused(() => world.Use(async (ImportStatement import) =>
        {
            using var file = new MemoryStream("a,b\n1,2"u8.ToArray());
            await import.Run("x.csv", file, finance);
        })));
    }

    [Fact]
    public async Task An_unmatched_receipt_is_assigned_by_one_and_approved_by_another_or_sent_back()
    {
        var (world, partner, finance, _) = await Begin(server);
        await using var __ = world;
        var second = await world.Staff(Role.Finance);
        await Import(world, finance, Line("7570088999", "7.00", "B-1"), Line("7570088998", "8.00", "B-2"));
        var (first, other) = ((await Receipts(world, finance, ReceiptState.Unmatched)).Single(r => r.Reference == "B-1").Id,
            (await Receipts(world, finance, ReceiptState.Unmatched)).Single(r => r.Reference == "B-2").Id);
        var number = (await world.View(partner)).Number;

        await world.Use((SettleReceipt settle) => settle.Assign(first, number, "付款凭证", finance));
        Assert.Equal("receipt.same-person", await Refused(() => world.Use((SettleReceipt settle) => settle.Approve(first, finance))));
        Assert.Equal(0m, await Balance(world, partner));
        await world.Use((SettleReceipt settle) => settle.Refuse(first, second));
        await world.Use((SettleReceipt settle) => settle.Assign(first, number, "付款凭证二", finance));
        await world.Use((SettleReceipt settle) => settle.Approve(first, second));
        Assert.Equal("receipt.wrong-state", await Refused(() => world.Use((SettleReceipt settle) => settle.Approve(first, second))));
        Assert.Equal(7m, await Balance(world, partner));

        await world.Use((SettleReceipt settle) => settle.Return(other, "无法确认付款人", finance));
        Assert.Equal("receipt.wrong-state", await Refused(() => world.Use((SettleReceipt settle) => settle.Assign(other, number, "x", finance))));
        Assert.Equal(7m, await Balance(world, partner));
    }

    [Fact, Rule("R12.1.3.1")]
    public async Task A_new_signing_entity_brings_a_new_number_and_the_old_one_still_books()
    {
        var (world, partner, finance, number) = await Begin(server);
        await using var _ = world;
        await world.Execute($"update network.agreement set signing_entity = 'Cloud Computing International Pte. Ltd.' where partner_id = '{partner.PartnerId}'");

        var account = await world.Use((TopUpAccounts accounts) => accounts.Of(partner));
        Assert.NotEqual(number, account.Number);
        Assert.Equal([number], account.Earlier);
        await Import(world, finance, Line(number, "100.00", "B-1"), Line(account.Number, "10.00", "B-2"));

        Assert.Equal(110m, await Balance(world, partner));
        Assert.Equal(["Cloud Computing Technologies Co., Ltd.", "Cloud Computing International Pte. Ltd."],
            (await Receipts(world, finance, ReceiptState.Booked)).OrderBy(r => r.Reference).Select(r => r.Entity));
    }
}
