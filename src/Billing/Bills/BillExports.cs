using System.Runtime.CompilerServices;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using static PartnerCenter.Platform.Ui.PageBase;

namespace PartnerCenter.Billing.Bills;

/// <summary>The bill of a month as PDF (R12.1.9.9).</summary>
internal sealed class BillPdf(BillLists bills, Partners partners) : ExportSource
{
    public override string Kind => "billing.bill";

    public override string Permission => BillingModule.SeeBill;

    public override LocalText Title(IReadOnlyDictionary<string, string> arguments) =>
        new($"伙伴账单-{arguments["month"]}", $"partner-bill-{arguments["month"]}");

    public override async Task Pdf(IReadOnlyDictionary<string, string> arguments, Actor by, Stream output, CancellationToken ct)
    {
        var month = Month.Parse(arguments["month"]);
        var bill = await bills.Bill(by, month, ct) ?? throw new Refusal("billing.no-bill", month);
        var partner = (await partners.Find(by.PartnerId, ct))!;
        using var pages = new PdfPages(output, $"{T("伙伴账单", "Partner bill")} {month}", created: month.End);
        pages.Heading($"{T("伙伴账单", "Partner bill")} {month}");
        pages.Facts(
        [
            (T("伙伴", "Partner"), partner.CompanyName), (T("伙伴编号", "Partner number"), partner.Number),
            (T("账期 (GMT+08:00)", "Month (GMT+08:00)"), $"{month.FirstDay:yyyy-MM-dd} – {month.LastDay:yyyy-MM-dd}"),
            (T("明细行数", "Lines"), bill.Lines.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ]);
        pages.Heading(T("概览 (CNY)", "Overview (CNY)"));
        pages.Facts(
        [
            (T("官网价", "Official price"), Amount(bill.Official)), (T("折扣优惠", "Discount"), Amount(bill.Discount)),
            (T("应付金额", "Payable"), Amount(bill.Payable)), (T("抹零金额", "Rounding"), Amount(bill.RoundingRemainder)),
            (T("出账金额", "Billed"), Amount(bill.Billed)), (T("客户代金券", "Customers' vouchers"), Amount(bill.Voucher)),
            (T("现金券", "Cash coupons"), Amount(bill.CashCoupon)), (T("储值卡", "Stored value"), Amount(bill.StoredValue)),
            (T("欠费金额", "Arrears"), Amount(bill.Arrears)), (T("伙伴代金券", "Partner vouchers"), Amount(bill.PartnerVoucher)),
            (T("现金支付", "Cash"), Amount(bill.Cash)), ("", ""),
        ]);
        pages.Heading(T("按客户", "By customer"));
        Table(pages, await bills.Items(by, month, "customer", null, ct), T("客户", "Customer"));
        pages.Heading(T("按产品类型", "By product type"));
        Table(pages, await bills.Items(by, month, "product", null, ct), T("产品类型", "Product type"));
    }

    private static void Table(PdfPages pages, List<BillRow> rows, string name) => pages.Table(
        [new(name, 3), new(T("应付", "Payable"), 2, true), new(T("出账", "Billed"), 2, true), new(T("代金券", "Vouchers"), 1.6f, true), new(T("现金", "Cash"), 2, true)],
        rows.Select(row => (IReadOnlyList<string>)
            [row.Name, Amount(row.Payable), Amount(row.Billed), Amount(row.Voucher + row.PartnerVoucher), Amount(row.Cash)]));
}

/// <summary>The lines of a month's bill as CSV or XLSX (R12.1.9.9).</summary>
internal sealed class BillLinesExport(BillLists bills) : ExportSource
{
    private const int Batch = 20_000;

    public override string Kind => "billing.bill-lines";

    public override string Permission => BillingModule.SeeBill;

    public override LocalText Title(IReadOnlyDictionary<string, string> arguments) =>
        new($"伙伴账单明细-{arguments["month"]}", $"partner-bill-lines-{arguments["month"]}");

    public override Task<ExportTable> Table(IReadOnlyDictionary<string, string> arguments, Actor by, CancellationToken ct) =>
        Task.FromResult(new ExportTable(
            [
                T("客户", "Customer"), T("交易时间", "Transaction time"), T("账单类型", "Charge type"), T("订单类型", "Order type"),
                T("计费模式", "Billing mode"), T("产品类型", "Product type"), T("产品", "Product"), T("资源类型", "Resource type"),
                T("资源ID", "Resource id"), T("资源名称", "Resource name"), T("区域", "Region"), T("官网价", "Official price"),
                T("折扣", "Discount"), T("应付", "Payable"), T("出账", "Billed"), T("抹零", "Rounding"), T("代金券", "Voucher"),
                T("现金券", "Cash coupon"), T("储值卡", "Stored value"), T("欠费", "Arrears"), T("原币种", "Original currency"),
                T("原币金额", "Original amount"), T("费用编号", "Charge id"),
            ],
            Rows(Month.Parse(arguments["month"]), by, ct)));

    private async IAsyncEnumerable<object?[]> Rows(Month month, Actor by, [EnumeratorCancellation] CancellationToken ct)
    {
        var names = new Dictionary<Guid, string>();
        for (long skip = 0; ; skip += Batch)
        {
            var lines = await bills.Lines(by, month, null, null, null, skip, Batch, ct);
            var unknown = lines.Select(line => line.Customer).Where(customer => !names.ContainsKey(customer)).Distinct().ToList();
            foreach (var (customer, name) in await bills.Names(unknown, ct))
            {
                names.Add(customer, name);
            }

            foreach (var line in lines)
            {
                yield return
                [
                    names.GetValueOrDefault(line.Customer, ""), line.TransactionAt, line.ChargeType.ToString(), line.OrderType.ToString(),
                    line.BillingMode.ToString(), line.ProductType, line.Product, line.ResourceType, line.ResourceId, line.ResourceName,
                    line.Region, line.Official, line.Discount, line.Payable, line.Billed, line.RoundingRemainder, line.Voucher,
                    line.CashCoupon, line.StoredValue, line.Arrears, line.Currency, line.Original, line.ChargeId,
                ];
            }

            if (lines.Count < Batch)
            {
                yield break;
            }
        }
    }
}
