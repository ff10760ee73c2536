using System.Globalization;
using System.Text;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Statements;
using PartnerCenter.Network.Published;

namespace PartnerCenter.Host.Demo;

/// <summary>How money came in: a statement of the bank, one of whose lines is nobody's, and another that waits for a second person.</summary>
internal sealed partial class DemoWorld
{
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
