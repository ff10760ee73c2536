using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.OnlineTopUps.Gateway;
using PartnerCenter.Funds.Own;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Funds.OnlineTopUps;

/// <summary>What somebody wishes to pay.</summary>
/// <param name="Channel">The code of a channel.</param>
/// <param name="Amount">As written: above zero, at most two decimals.</param>
public sealed record OnlineTopUpForm(string? Channel, string? Amount);

/// <summary>
/// A partner, or a customer for its own balance, begins to pay online. Each channel has a limit for a payment and one for a day, which two
/// payments at once do not pass together; a refusal names the limit, what is left of it and the other ways (R12.1.3.1).
/// </summary>
internal sealed class BeginOnlineTopUp(
    FundsDb db, IPaymentGateway gateway, TopUpAccounts accounts, ResaleCustomers resale, Numbers numbers, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>The channels of today; none without a gateway.</summary>
    public IReadOnlyList<PaymentChannel> Channels => gateway.Takes ? Terms.Channels : [];

    private ChannelTerms Terms => rulebook.On<ChannelTerms>(ChannelTerms.Rule, businessDay.Today).Terms;

    /// <summary>Begins.</summary>
    /// <param name="id">Made by the caller; a repeat is the same payment.</param>
    /// <param name="form">What.</param>
    /// <param name="site">Scheme and host under which people reach the product.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Where the person pays.</returns>
    /// <exception cref="Refusal">
    /// <c>funds.channel</c>, <c>funds.channel-payment</c>, <c>funds.channel-day</c>, <c>funds.resale-top-up</c>, those of the amount.
    /// </exception>
    public async Task<string> Run(Guid id, OnlineTopUpForm form, string site, Actor by, CancellationToken ct = default)
    {
        by.Need(by.Customer is null ? FundsModule.AddFunds : FundsModule.OwnMoney);
        var amount = Money.ParsePayable(form.Amount, Currency.Cny, "Amount");
        var terms = Terms;
        var channel = Channels.FirstOrDefault(one => one.Code == form.Channel) ?? throw new Refusal("funds.channel") { Field = "Channel" };
        await db.Unit.InTurn($"online top-ups of {by.Customer ?? by.PartnerId}", ct);
        if (await db.OnlineTopUps.SingleOrDefaultAsync(known => known.Id == id, ct) is { } known)
        {
            return (known.Channel, known.Amount) == (channel.Code, amount.Amount) ? known.Url : throw new Refusal("idempotency.other-content") { Field = "Id" };
        }

        if (by.Customer is { } customer)
        {
            await resale.Refuse(customer, "funds.resale-top-up", ct);
        }

        await CheckLimits(channel, amount.Amount, by, terms, ct);
        var topUp = new OnlineTopUp
        {
            Id = id,
            Number = await numbers.Next("OT", ct),
            PartnerId = by.Customer is null ? by.PartnerId : null,
            CustomerId = by.Customer,
            Channel = channel.Code,
            Wallet = channel.Wallet,
            Amount = amount.Amount,
            Entity = await accounts.Entity(by.Customer is null ? by.PartnerId : Guid.Empty, ct),
            OnDay = businessDay.Today,
            RequestedAt = businessDay.Now,
            RequestedBy = by.Account,
            RequestedByName = by.Name,
            ExpiresAt = businessDay.Now.AddMinutes(terms.Minutes),
        };
        var back = by.Customer is null ? "/portal/top-up" : "/customer/funds";
        topUp.Url = await gateway.Create(
            new(id, channel.Code, amount, topUp.Entity, $"充值 / Top-up {topUp.Number}", site + back, $"{site}{OnlineTopUpsApi.Callback}", topUp.ExpiresAt), ct);
        db.OnlineTopUps.Add(topUp);
        await db.Save(by, "funds.begin-online-top-up", ct);
        return topUp.Url;
    }

    private async Task CheckLimits(PaymentChannel channel, decimal amount, Actor by, ChannelTerms terms, CancellationToken ct)
    {
        if (amount > channel.MostPerPayment)
        {
            throw new Refusal("funds.channel-payment", channel.Name, channel.MostPerPayment, Others(channel, terms)) { Field = "Amount" };
        }

        var (today, partner, customer) = (businessDay.Today, by.Customer is null ? by.Partner : null, by.Customer);
        var used = await db.OnlineTopUps
            .Where(one => one.PartnerId == partner && one.CustomerId == customer && one.Channel == channel.Code && one.OnDay == today
                && (one.State == OnlineTopUpState.Open || one.State == OnlineTopUpState.Paid))
            .SumAsync(one => one.Amount, ct);
        if (used + amount > channel.MostPerDay)
        {
            throw new Refusal("funds.channel-day", channel.Name, channel.MostPerDay, channel.MostPerDay - used, Others(channel, terms)) { Field = "Amount" };
        }
    }

    private static LocalText Others(PaymentChannel channel, ChannelTerms terms)
    {
        var names = terms.Channels.Where(one => one.Code != channel.Code).Select(one => one.Name).ToList();
        return new(string.Join("、", names.Select(name => name.Zh).Append("转账汇款")), string.Join(", ", names.Select(name => name.En).Append("bank transfer")));
    }
}
