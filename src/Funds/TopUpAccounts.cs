using System.Globalization;
using PartnerCenter.Funds.Own;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
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
/// <param name="Earlier">Its numbers with entities that it signed with before: what arrives there still is its own.</param>
public sealed record TopUpAccount(LocalText Bank, LocalText AccountName, string Number, IReadOnlyList<string> Earlier);

/// <summary>
/// The dedicated account number (专属充值账号) of each partner: whatever arrives there is that partner's (R12.1.3.5). With a new signing
/// entity it gets a new one, and the old one stays.
/// </summary>
public sealed class TopUpAccounts(UnitOfWork unit, ResaleCustomers resale, SigningEntities entities, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>The actor's partner's, made when it is asked for first.</summary>
    public async Task<TopUpAccount> Of(Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.AddFunds);
        var terms = rulebook.On<TopUpTerms>(TopUpTerms.Rule, businessDay.Today).Terms;
        var entity = await Entity(by.PartnerId, ct);
        var number = await Known(by.PartnerId, entity, ct) ?? await Make(terms.Prefix, entity, by, ct);
        return new(terms.Bank, terms.AccountName, number, await Others(by.PartnerId, number, ct));
    }

    /// <summary>A customer's, for its own money.</summary>
    /// <exception cref="Refusal"><c>funds.resale-top-up</c>: a resale customer has none (R12.4.7).</exception>
    public async Task<TopUpAccount> OfCustomer(Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.OwnMoney);
        await resale.Refuse(by.CustomerId, "funds.resale-top-up", ct);
        var terms = rulebook.On<TopUpTerms>(TopUpTerms.Rule, businessDay.Today).Terms;
        return new(terms.Bank, terms.AccountName, await KnownOf(by.CustomerId, ct) ?? await MakeFor(terms.Prefix, by, ct), []);
    }

    /// <summary>Which customer's number it is, or null.</summary>
    internal async Task<Guid?> OwnerOfOwn(string number, CancellationToken ct)
    {
        await using var command = unit.Command("select customer_id from funds.own_top_up_account where number = $1", number.Replace(" ", "", StringComparison.Ordinal));
        return (Guid?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>Whose number it is, and with which of the vendor's entities; or null.</summary>
    internal async Task<(Guid Partner, string Entity)?> Owner(string number, CancellationToken ct)
    {
        await using var command = unit.Command(
            "select partner_id, entity from funds.top_up_account where number = $1", number.Replace(" ", "", StringComparison.Ordinal));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetGuid(0), reader.GetString(1)) : null;
    }

    /// <summary>The vendor's entity that a partner signed with last; the one that signs today if it has signed with none.</summary>
    internal async Task<string> Entity(Guid partner, CancellationToken ct) => (await entities.Of(partner, ct) ?? entities.Present).Name;

    private async Task<string?> Known(Guid partner, string entity, CancellationToken ct)
    {
        await using var command = unit.Command("select number from funds.top_up_account where partner_id = $1 and entity = $2", partner, entity);
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    private async Task<List<string>> Others(Guid partner, string number, CancellationToken ct)
    {
        await using var command = unit.Command("select number from funds.top_up_account where partner_id = $1 and number <> $2 order by number", partner, number);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var numbers = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            numbers.Add(reader.GetString(0));
        }

        return numbers;
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

    private async Task<string> Make(string prefix, string entity, Actor by, CancellationToken ct)
    {
        var number = await Next(prefix, ct);
        await using var insert = unit.Command(
            "insert into funds.top_up_account (number, partner_id, entity) values ($1, $2, $3) on conflict do nothing", number, by.PartnerId, entity);
        if (await insert.ExecuteNonQueryAsync(ct) == 1)
        {
            unit.Record(by.PartnerId, $"funds.top_up_account/{by.PartnerId}", new { number, entity });
            await unit.Save(by, "funds.open-top-up-account", ct);
        }

        return (await Known(by.PartnerId, entity, ct))!;
    }

    /// <summary>The check digit of payment cards (ISO/IEC 7812, Luhn): a digit mistyped or two swapped is no number of anybody's.</summary>
    internal static char Check(string digits)
    {
        var sum = digits.Reverse().Select((digit, n) => (Digit: digit - '0', Twice: n % 2 == 0))
            .Sum(d => d.Twice ? (d.Digit * 2 % 10) + (d.Digit * 2 / 10) : d.Digit);
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
