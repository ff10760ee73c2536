using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Identity.Published;

/// <summary>Makes sure, before something sensitive, that whoever acts is still the person that signed in.</summary>
public sealed class Reassurance(IdentityDb db, UserManager<Account> users, IMemoryCache guesses, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>
    /// Takes the actor's own password. Wrong ones make this wait as they do at the sign-in, but apart from it: whoever found a session
    /// open can neither try on nor lock the account's owner out.
    /// </summary>
    /// <exception cref="Refusal"><c>identity.password-wrong</c>, at the field; <c>identity.locked</c>.</exception>
    public async Task Need(string? present, string field, Actor by, CancellationToken ct = default)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == by.Account, ct);
        Guess(account.Id);
        if (account.PasswordHash is null || users.PasswordHasher.VerifyHashedPassword(account, account.PasswordHash, present ?? "") == PasswordVerificationResult.Failed)
        {
            throw new Refusal("identity.password-wrong") { Field = field };
        }

        guesses.Remove(Key(account.Id));
    }

    /// <summary>Counted before it is looked at, so that many at once are many.</summary>
    private void Guess(Guid account)
    {
        var made = guesses.GetOrCreate(Key(account), entry =>
        {
            entry.SlidingExpiration = TimeSpan.FromHours(1);
            return new Guesses();
        })!;
        lock (made)
        {
            if (made.LockedUntil > businessDay.Now)
            {
                throw new Refusal("identity.locked", Math.Ceiling((made.LockedUntil.Value - businessDay.Now).TotalMinutes));
            }

            made.LockedUntil = rulebook.On<SignInTerms>(SignInTerms.Rule, businessDay.Today).Terms.LockAfter(++made.Count, businessDay.Now);
        }
    }

    private static (string, Guid) Key(Guid account) => ("reassurance", account);

    private sealed class Guesses
    {
        public int Count { get; set; }

        public DateTimeOffset? LockedUntil { get; set; }
    }
}
