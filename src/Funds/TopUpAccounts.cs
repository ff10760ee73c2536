using System.Globalization;
using PartnerCenter.Funds.Own;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Funds;

/// <summary>Where partners transfer money to. Deciding day: the day on which a partner gets its number.</summary>
/// <param name="Bank">The vendor's bank and branch.</param>
/// <param name="AccountName">The name of its account.</param>
/// <param name="Prefix">The digits before each partner's own.</param>
internal sealed record TopUpTerms(LocalText Bank, LocalText AccountName, string Prefix) : ITerms
{
    public const string Rule = "funds.top-up";

    public IEnumerable<string> Problems()
    {
        if (Prefix.Length is < 4 or > 12 || !Prefix.All(char.IsAsciiDigit))
        {
            yield return "prefix: must be 4 to 12 digits";
        }
    }
}

/// <summary>Where a partner's transfers go.</summary>
/// <param name="Bank">Bank and branch.</param>
/// <param name="AccountName">The name of the account.</param>
/// <param name="Number">This partner's number and nobody else's.</param>
public sealed record TopUpAccount(LocalText Bank, LocalText AccountName, string Number);

/// <summary>The dedicated account number (专属充值账号) of each partner: whatever arrives there is that partner's (R12.1.3.5).</summary>
public sealed class TopUpAccounts(UnitOfWork unit, ResaleCustomers resale, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>The actor's partner's, made when it is asked for first.</summary>
    public async Task<TopUpAccount> Of(Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.AddFunds);
        var terms = rulebook.On<TopUpTerms>(TopUpTerms.Rule, businessDay.Today).Terms;
        return new(terms.Bank, terms.AccountName, await Known(by.PartnerId, ct) ?? await Make(terms.Prefix, by, ct));
    }

    /// <summary>A customer's, for its own money.</summary>
    /// <exception cref="Refusal"><c>funds.resale-top-up</c>: a resale customer has none (R12.4.7).</exception>
    public async Task<TopUpAccount> OfCustomer(Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.OwnMoney);
        await resale.Refuse(by.CustomerId, "funds.resale-top-up", ct);
        var terms = rulebook.On<TopUpTerms>(TopUpTerms.Rule, businessDay.Today).Terms;
        return new(terms.Bank, terms.AccountName, await KnownOf(by.CustomerId, ct) ?? await MakeFor(terms.Prefix, by, ct));
    }

    /// <summary>Which customer's number it is, or null.</summary>
    internal async Task<Guid?> OwnerOfOwn(string number, CancellationToken ct)
    {
        await using var command = unit.Command("select customer_id from funds.own_top_up_account where number = $1", number.Replace(" ", "", StringComparison.Ordinal));
        return (Guid?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>Whose number it is, or null.</summary>
    internal async Task<Guid?> Owner(string number, CancellationToken ct)
    {
        await using var command = unit.Command("select partner_id from funds.top_up_account where number = $1", number.Replace(" ", "", StringComparison.Ordinal));
        return (Guid?)await command.ExecuteScalarAsync(ct);
    }

    private async Task<string?> Known(Guid partner, CancellationToken ct)
    {
        await using var command = unit.Command("select number from funds.top_up_account where partner_id = $1", partner);
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    private async Task<string?> KnownOf(Guid customer, CancellationToken ct)
    {
        await using var command = unit.Command("select number from funds.own_top_up_account where customer_id = $1", customer);
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    private async Task<string> Next(string prefix, CancellationToken ct)
    {
        await using var next = unit.Command("select nextval('funds.top_up_number')");
        var own = ((long)(await next.ExecuteScalarAsync(ct))!).ToString("00000000", CultureInfo.InvariantCulture);
        return prefix + own + Check(prefix + own);
    }

    private async Task<string> MakeFor(string prefix, Actor by, CancellationToken ct)
    {
        var number = await Next(prefix, ct);
        await using var insert = unit.Command(
            "insert into funds.own_top_up_account (customer_id, number) values ($1, $2) on conflict (customer_id) do nothing", by.CustomerId, number);
        if (await insert.ExecuteNonQueryAsync(ct) == 1)
        {
            unit.Record(Guid.Empty, $"funds.own_top_up_account/{by.CustomerId}", new { number });
            await unit.Save(by, "funds.open-own-top-up-account", ct);
        }

        return (await KnownOf(by.CustomerId, ct))!;
    }

    private async Task<string> Make(string prefix, Actor by, CancellationToken ct)
    {
        var number = await Next(prefix, ct);
        await using var insert = unit.Command(
            "insert into funds.top_up_account (partner_id, number) values ($1, $2) on conflict (partner_id) do nothing", by.PartnerId, number);
        if (await insert.ExecuteNonQueryAsync(ct) == 1)
        {
            unit.Record(by.PartnerId, $"funds.top_up_account/{by.PartnerId}", new { number });
            await unit.Save(by, "funds.open-top-up-account", ct);
        }

        return (await Known(by.PartnerId, ct))!;
    }

    /// <summary>The check digit of payment cards (ISO/IEC 7812, Luhn): a digit mistyped or two swapped is no number of anybody's.</summary>
    internal static char Check(string digits)
    {
        var sum = digits.Reverse().Select((digit, n) => (Digit: digit - '0', Twice: n % 2 == 0))
            .Sum(d => d.Twice ? (d.Digit * 2 % 10) + (d.Digit * 2 / 10) : d.Digit);
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
