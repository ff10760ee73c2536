using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.Identity;

/// <summary>A time during which somebody is signed in on one device. The cookie names it; whether it holds is decided here.</summary>
[Untracked]
internal sealed class Session
{
    // The first that fits: most browsers call themselves Chrome and Safari as well.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>The account's stamp when it began: a new password, or a disabled account, ends all sessions at once.</summary>
    [Secret]
    public required string Stamp { get; init; }

    /// <summary>The browser, as it calls itself.</summary>
    public required string Agent { get; init; }

    /// <summary>Browser and system in a word each; what the browser calls itself if neither is known.</summary>
    public string Device => string.Join(" · ", new[] { Known(Browsers), Known(Systems) }.OfType<string>()) is { Length: > 0 } known ? known : Agent;

    public required string Address { get; init; }

    public DateTimeOffset BeganAt { get; init; }

    public DateTimeOffset SeenAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    private string? Known((string Mark, string Name)[] names) =>
        names.FirstOrDefault(name => Agent.Contains(name.Mark, StringComparison.Ordinal)).Name;
}

/// <summary>Begins, checks and ends sessions.</summary>
internal sealed class Sessions(IdentityDb db, Rulebook rulebook, BusinessDay businessDay, MachineClock machine)
{
    private static readonly TimeSpan Touch = TimeSpan.FromMinutes(1);

    private SignInTerms Terms => rulebook.On<SignInTerms>(SignInTerms.Rule, businessDay.Today).Terms;

    /// <summary>A new session, with an id that nobody can guess; the one before it in the same browser ends.</summary>
    public async Task<Guid> Begin(Account account, string agent, string address, Guid? before, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        if (before is { } earlier && await db.Sessions.SingleOrDefaultAsync(s => s.Id == earlier, ct) is { } old)
        {
            old.EndedAt ??= machine.Now;
        }

        var session = new Session
        {
            Id = Guid.NewGuid(),
            AccountId = account.Id,
            Stamp = account.SecurityStamp!,
            Agent = agent.Length > 300 ? agent[..300] : agent,
            Address = address,
            BeganAt = machine.Now,
            SeenAt = machine.Now,
        };
        db.Sessions.Add(session);
        await db.Save(account.ToActor(), "identity.begin-session", ct);
        return session.Id;
    }

    /// <summary>Whether a session of an account still holds; that it was seen is kept to the minute.</summary>
    public async Task<bool> Holds(Guid id, Guid account, CancellationToken ct = default)
    {
        var (now, terms) = (machine.Now, Terms);
        var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.AccountId == account && s.EndedAt == null
            && db.Accounts.Any(a => a.Id == account && a.SecurityStamp == s.Stamp), ct);
        if (session is null || now >= session.BeganAt + terms.Longest || now >= session.SeenAt + terms.Idle)
        {
            return false;
        }

        if (now - session.SeenAt >= Touch)
        {
            await using var touch = db.Unit.Command("update identity.session set seen_at = $2 where id = $1 and seen_at < $2", id, now);
            await touch.ExecuteNonQueryAsync(ct);
            await db.Save(Actor.System, "identity.touch-session", ct);
        }

        return true;
    }

    /// <summary>The sessions of the actor that still hold, the latest first.</summary>
    public async Task<List<Session>> Mine(Actor by, CancellationToken ct = default)
    {
        var (idle, oldest) = (machine.Now - Terms.Idle, machine.Now - Terms.Longest);
        return await db.Sessions.AsNoTracking()
            .Where(s => s.AccountId == by.Account && s.EndedAt == null && s.SeenAt > idle && s.BeganAt > oldest
                && db.Accounts.Any(a => a.Id == s.AccountId && a.SecurityStamp == s.Stamp))
            .OrderByDescending(s => s.SeenAt).ToListAsync(ct);
    }

    /// <summary>Ends one session of the actor, or all but one.</summary>
    /// <param name="id">The one to end; null for all others.</param>
    /// <param name="but">The one to keep when all others end.</param>
    /// <param name="by">Whose.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task End(Guid? id, Guid? but, Actor by, CancellationToken ct = default)
    {
        await using var end = db.Unit.Command("""
            update identity.session set ended_at = $4
            where account_id = $1 and ended_at is null and (id = $2 or ($2 is null and id is distinct from $3))
            """, by.Account, id, but, machine.Now);
        end.Parameters[1].NpgsqlDbType = end.Parameters[2].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid;
        await end.ExecuteNonQueryAsync(ct);
        db.Unit.Record(by.Partner ?? Guid.Empty, $"identity.session/{id?.ToString() ?? "others"}", new { ended = true });
        await db.Save(by, "identity.end-session", ct);
    }
}
