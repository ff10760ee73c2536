using System.Globalization;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi.Gateway;

/// <summary>What our refusals are called on the wire. One that has no name there is a parameter error, named by its field.</summary>
internal sealed class RefusalCodes(RefusalTexts texts)
{
    private static readonly Dictionary<string, (int Status, string Code)> Codes = new()
    {
        ["access.denied"] = (403, "CBC.0151"),
        ["access.no-partner"] = (403, "CBC.0151"),
        ["access.no-customer"] = (403, "CBC.0151"),
        ["conflict.changed-meanwhile"] = (500, "CBC.0999"),
        ["funds.balance-too-low"] = (400, "CBC.99005003"),
        ["funds.source-too-low"] = (400, "CBC.99005003"),
        ["funds.not-resale"] = (400, "CBC.99000000"),
        ["identity.code-needed"] = (403, "CBC.0155"),
        ["identity.password"] = (400, "CBC.99000036"),
        ["customers.frozen"] = (403, "CBC.0155"),
        ["customers.freeze-referral"] = (400, "CBC.99000000"),
        ["customers.no-programme"] = (400, "CBC.50010085"),
        ["customers.platform-user-known"] = (400, "CBC.99000039"),
        ["customers.login-form"] = (400, "CBC.99000031"),
        ["customers.login-taken"] = (400, "CBC.99000038"),
        ["customers.mobile-taken"] = (400, "CBC.99000029"),
        ["openapi.code-limit"] = (400, "CBC.99004015"),
        ["openapi.code-over"] = (400, "CBC.99004008"),
        ["openapi.code-tries"] = (400, "CBC.99004009"),
        ["openapi.code-wrong"] = (400, "CBC.99004010"),
        ["form.mobile"] = (400, "CBC.5017"),
        ["orders.no-product"] = (400, "CBC.99006006"),
        ["orders.not-sold-so"] = (400, "CBC.99006006"),
        ["orders.expired"] = (400, "CBC.99003110"),
        ["orders.voucher-discount"] = (400, "CBC.99003116"),
        ["voucher.used"] = (400, "CBC.99003112"),
        ["voucher.no-customer"] = (400, "CBC.99000035"),
        ["voucher.no-quota"] = (400, "CBC.99000012"),
        ["voucher.quota-too-small"] = (400, "CBC.99000013"),
        ["voucher.quota-over"] = (400, "CBC.99000017"),
        ["voucher.beyond-quota"] = (400, "CBC.99000017"),
        ["voucher.wider-than-quota"] = (400, "CBC.99000023"),
        ["voucher.quota-customer"] = (400, "CBC.50000020"),
        ["voucher.not-your-reseller"] = (400, "CBC.99000037"),
        ["voucher-quota.wrong-state"] = (400, "CBC.99000012"),
        ["customer-voucher.wrong-state"] = (400, "CBC.99000048"),
        ["voucher.used-already"] = (400, "CBC.99003112"),
    };

    private static readonly Dictionary<(string Refusal, string Operation), string> Special = new()
    {
        [("funds.balance-too-low", "UpdateCustomerAccountAmount")] = "CBC.5003",
        [("order.wrong-state", "PayOrders")] = "CBC.99003106",
        [("order.wrong-state", "CancelCustomerOrder")] = "CBC.99005010",
        [("orders.use-stays-due", "CancelCustomerOrder")] = "CBC.99005010",
    };

    /// <summary>The error of a refusal.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="operation">Some have a code of their own for the same thing.</param>
    public WireError Of(Refusal refusal, string operation)
    {
        var sentence = texts.Sentence(refusal, CultureInfo.CurrentUICulture);
        if (Special.TryGetValue((refusal.Code, operation), out var special))
        {
            return new(400, special, sentence);
        }

        return Codes.TryGetValue(refusal.Code, out var known)
            ? new(known.Status, known.Code, sentence)
            : new(400, "CBC.0100", refusal.Field is { } field ? $"Parameter error: {Snake(field)}. {sentence}" : sentence);
    }

    private static string Snake(string field) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(field);
}
