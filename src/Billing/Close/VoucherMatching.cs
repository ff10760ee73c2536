using PartnerCenter.Billing.Published;
using PartnerCenter.Customers.Published;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Billing.Close;

/// <summary>A part of a line that a partner's voucher paid. Units of 1e-8 CNY, whole cents.</summary>
internal readonly record struct VoucherUse(Guid Partner, Guid Voucher, long ChargeHash, long TransactionAt, long Units);

/// <summary>
/// Sets a partner's vouchers against its resale consumption, line by line in the order of transaction time, customer-restricted
/// vouchers first (R12.1.6.12). Refunds give nothing back.
/// </summary>
internal sealed class VoucherMatching
{
    private readonly List<(OpenVoucher Voucher, long Left)> restricted;
    private readonly List<(OpenVoucher Voucher, long Left)> free;

    public VoucherMatching(IEnumerable<OpenVoucher> vouchers)
    {
        var all = vouchers.Select(voucher => (voucher, voucher.Left)).ToList();
        restricted = all.FindAll(v => v.voucher.Customer is not null);
        free = all.FindAll(v => v.voucher.Customer is null);
    }

    /// <summary>Whether any voucher has something left.</summary>
    public bool Open => restricted.Exists(v => v.Left > 0) || free.Exists(v => v.Left > 0);

    /// <summary>Whether vouchers can pay a line.</summary>
    public static bool Payable(in SettledLine line) =>
        line is { Mode: AssociationMode.Resale, ChargeType: ChargeType.Consumption } && line.Cash > 0;

    /// <summary>What pays a line; call it in the order of transaction time.</summary>
    public IEnumerable<VoucherUse> Match(SettledLine line)
    {
        var due = line.Cash;
        foreach (var vouchers in new[] { restricted, free })
        {
            for (var i = 0; i < vouchers.Count && due > 0; i++)
            {
                var (voucher, left) = vouchers[i];
                if (left == 0 || (voucher.Customer is not null && voucher.Customer != line.Customer))
                {
                    continue;
                }

                var used = Math.Min(left, due);
                vouchers[i] = (voucher, left - used);
                due -= used;
                yield return new(line.Partner, voucher.Id, line.ChargeHash, line.TransactionAt, used);
            }
        }
    }
}
