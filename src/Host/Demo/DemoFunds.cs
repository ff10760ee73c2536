using System.Globalization;
using System.Text;
using PartnerCenter.Funds;
using PartnerCenter.Funds.OnlineTopUps;
using PartnerCenter.Funds.Statements;
using PartnerCenter.Network.Published;

namespace PartnerCenter.Host.Demo;

/// <summary>How money came in: by a statement of the bank, one of whose lines is nobody's and another waits for a second person; and online.</summary>
internal sealed partial class DemoWorld
{
    /// <summary>One paid online from a wallet, and one that waits for its person.</summary>
    private async Task OnlineTopUps()
    {
        var lin = await Person("lin@northstar.example");
        foreach (var (channel, amount, paid) in new[] { ("wallet-a", "18000.00", true), ("personal-bank", "30000.00", false) })
        {
            var id = Guid.CreateVersion7();
            await With((BeginOnlineTopUp begin) => begin.Run(id, new(channel, amount), "http://localhost:8080", lin));
            if (paid)
            {
                await With((SettleOnlineTopUp settle) => settle.Run(new(id, "paid", amount, "CNY", "林海")));
            }
        }
    }

    private async Task TopUps(Dictionary<string, PartnerView> companies)
    {
        var (lin, sun) = (await Person("lin@northstar.example"), await Person("finance@vendor.example"));
        var number = (await With((TopUpAccounts accounts) => accounts.Of(lin))).Number;
        var at = clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).AddHours(-3).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes($"""
            booked_at,amount,payer,payer_account,credited_account,reference,remark
            {at},36000.00,北辰云科技有限公司,6222021234567890,{number},BOC2026-778101,云资源预付款
            {at},5200.00,海港系统集成有限公司,6225880011223344,7570088999999990,BOC2026-778102,充值
            {at},880.00,江南贸易有限公司,6217000099887766,7570088999999980,BOC2026-778103,
            """));
        await With((ImportStatement import) => import.Run("boc-statement.csv", file, sun));
        var unmatched = await With((ReceiptLists lists) => lists.Of(sun, ReceiptState.Unmatched, 0, 10));
        var harbour = unmatched.Single(receipt => receipt.Amount == 5200m);
        await With(async (SettleReceipt settle) => await settle.Assign(harbour.Id, companies["harbour"].Number, "付款凭证与公司名称一致", sun));
    }
}
