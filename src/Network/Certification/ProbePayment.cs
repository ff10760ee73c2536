using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Network.Certification;

/// <summary>A small amount that proves a bank account.</summary>
/// <param name="Id">The certification: the same id again is the same payment.</param>
/// <param name="Payer">The vendor's entity that pays.</param>
/// <param name="Holder">To whom.</param>
/// <param name="Bank">At which bank.</param>
/// <param name="Branch">At which branch.</param>
/// <param name="BranchNumber">The branch's number.</param>
/// <param name="Account">The account number.</param>
/// <param name="Amount">How much.</param>
/// <param name="Contact">The e-mail address of the company's contact.</param>
internal sealed record ProbePayment(
    Guid Id, string Payer, string Holder, string Bank, string Branch, string BranchNumber, string Account, Money Amount, string Contact);

/// <summary>The bank that pays small amounts to companies' accounts.</summary>
internal interface IProbePayment
{
    /// <summary>Pays.</summary>
    /// <returns>False if the bank will never take it: there is no such account. Any exception: it may take it later.</returns>
    Task<bool> Pay(ProbePayment payment, CancellationToken ct);
}

/// <summary>A bank's HTTP interface: POST of the payment as JSON with a bearer key and an Idempotency-Key that never changes.</summary>
internal sealed class HttpProbePayment(HttpClient http, IConfiguration settings) : IProbePayment
{
    public async Task<bool> Pay(ProbePayment payment, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings["Url"])
        {
            Content = JsonContent.Create(new
            {
                payer = payment.Payer,
                holder = payment.Holder,
                bank = payment.Bank,
                branch = payment.Branch,
                branchNumber = payment.BranchNumber,
                account = payment.Account,
                amount = payment.Amount.ToString(),
                currency = payment.Amount.Currency.Code,
            }),
            Headers = { Authorization = new("Bearer", settings["Key"]) },
        };
        request.Headers.Add("Idempotency-Key", payment.Id.ToString());
        using var response = await http.SendAsync(request, ct);
        return response.StatusCode switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity => false,
            // Its words may repeat the account or the amount: they are not kept.
            _ when !response.IsSuccessStatusCode => throw new HttpRequestException($"The bank answered {(int)response.StatusCode}.", null, response.StatusCode),
            _ => true,
        };
    }
}

/// <summary>The embedded default, for a house without a bank's interface: the statement goes to the company's contact by e-mail.</summary>
internal sealed class MailedStatement(Notifier notifier) : IProbePayment
{
    public async Task<bool> Pay(ProbePayment payment, CancellationToken ct)
    {
        await notifier.Mail(payment.Contact, "入账通知 / Credit advice", Statement(payment), ct);
        return true;
    }

    private static string Statement(ProbePayment payment) => string.Create(CultureInfo.InvariantCulture, $"""
        {payment.Bank} · {payment.Branch}

        户名 / Holder: {payment.Holder}
        账号 / Account: ****{payment.Account[^4..]}
        付款方 / From: {payment.Payer}
        入账金额 / Credited: {payment.Amount} {payment.Amount.Currency}
        """);
}
