using PartnerCenter.Customers.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers;

/// <summary>How many customers come from one device in a time (R15.3.1). Deciding day: the day of the registration.</summary>
/// <param name="Hours">The time.</param>
/// <param name="PerBrowser">From one browser.</param>
/// <param name="PerAddress">From one address, behind which a whole company may sit.</param>
/// <param name="PerProgram">From one program: by the account that its calls are made with.</param>
internal sealed record RegistrationTerms(int Hours, int PerBrowser, int PerAddress, int PerProgram) : ITerms
{
    public const string Rule = "customers.registration";

    public IEnumerable<string> Problems()
    {
        foreach (var (name, value) in new[] { ("hours", Hours), ("perBrowser", PerBrowser), ("perAddress", PerAddress), ("perProgram", PerProgram) })
        {
            if (value < 1)
            {
                yield return $"{name}: is too small";
            }
        }
    }
}

/// <summary>Counts what is registered from one device, whichever way: somebody who makes accounts by the hundred is stopped, not what is done with them.</summary>
public sealed class RegistrationLimit(CustomersDb db, Vault vault, Rulebook rulebook, BusinessDay businessDay, MachineClock machine)
{
    private const string Place = "customers.registration.device";

    /// <summary>Counts one more by a person; saved with the caller's unit of work, so that what is refused does not count.</summary>
    /// <param name="device">The device; null when the house itself registers.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>customers.too-many-registrations</c></exception>
    public async Task Count(Device? device, CancellationToken ct)
    {
        var terms = Terms;
        await Count(device?.Browser is { } browser ? $"browser {browser}" : null, terms.PerBrowser, terms.Hours, ct);
        await Count(device?.Address is { } address ? $"address {address}" : null, terms.PerAddress, terms.Hours, ct);
    }

    /// <summary>The same by a program.</summary>
    /// <exception cref="Refusal"><c>customers.too-many-registrations</c></exception>
    public Task CountProgram(Guid account, CancellationToken ct) => Count($"program {account}", Terms.PerProgram, Terms.Hours, ct);

    private RegistrationTerms Terms => rulebook.On<RegistrationTerms>(RegistrationTerms.Rule, businessDay.Today).Terms;

    private async Task Count(string? device, int most, int hours, CancellationToken ct)
    {
        if (device is null)
        {
            return;
        }

        var (mark, now) = (vault.Fingerprint(device, Place), machine.Now);
        await db.Unit.InTurn($"registrations from {mark}", ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        await using var forget = db.Unit.Command("delete from customers.registration where at <= $1", now.AddHours(-hours));
        await forget.ExecuteNonQueryAsync(ct);
        await using var count = db.Unit.Command("select count(*) from customers.registration where device = $1", mark);
        if ((long)(await count.ExecuteScalarAsync(ct))! >= most)
        {
            throw new Refusal("customers.too-many-registrations", hours);
        }

        await using var note = db.Unit.Command("insert into customers.registration (id, device, at) values ($1, $2, $3)", Guid.CreateVersion7(), mark, now);
        await note.ExecuteNonQueryAsync(ct);
    }
}
