using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Identity;

/// <summary>A code of six digits that somebody has by mail: good for one account, one operation and one thing (R12.1.2.2b).</summary>
internal sealed class ConfirmationCode
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid AccountId { get; init; }

    /// <summary>What it confirms: a permission's code or a use case's name.</summary>
    public required string Operation { get; init; }

    /// <summary>The thing that it is about.</summary>
    public required string Object { get; init; }

    [Secret]
    public required string CodeHash { get; init; }

    public DateTimeOffset SentAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Wrong tries so far.</summary>
    public int Tries { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>Sends codes: five minutes of life, a minute between two, ten a day; a new one ends the one before.</summary>
public sealed class SendConfirmationCode(IdentityDb db, Notifier notifier, BusinessDay businessDay)
{
    private const int PerDay = 10;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(60);

    /// <summary>Sends a code to the account's e-mail address, in a transaction of its own.</summary>
    /// <exception cref="Refusal"><c>identity.code-too-soon</c>, <c>identity.code-too-many</c>.</exception>
    public async Task Run(Guid account, string operation, string thing, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var now = businessDay.Now;
        var today = await db.Codes.Where(c => c.AccountId == account && c.SentAt > now.AddDays(-1)).OrderByDescending(c => c.SentAt).ToListAsync(ct);
        if (today is [var last, ..] && now - last.SentAt < Between)
        {
            throw new Refusal("identity.code-too-soon", Math.Ceiling((Between - (now - last.SentAt)).TotalSeconds));
        }

        if (today.Count >= PerDay)
        {
            throw new Refusal("identity.code-too-many");
        }

        today.ForEach(code => code.UsedAt ??= now);
        var digits = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        db.Codes.Add(new()
        {
            AccountId = account,
            Operation = operation,
            Object = thing,
            CodeHash = ConfirmationCodes.Hash(account, digits),
            SentAt = now,
            ExpiresAt = now + Lifetime,
        });
        var address = await db.Accounts.Where(a => a.Id == account).Select(a => a.Email!).SingleAsync(ct);
        await notifier.Mail(address, "验证码 / Verification code", $"{digits}\n\n5 分钟内有效，请勿转告他人。\nGood for 5 minutes. Tell nobody.", ct);
        await db.Save(Actor.System, "identity.send-code", ct);
    }
}

/// <summary>Takes codes: five tries, and each is good once, also for two who send it at the same moment.</summary>
public sealed class ConfirmationCodes(UnitOfWork unit, BusinessDay businessDay)
{
    private const int Tries = 5;

    /// <summary>Takes a code; that it is used up is saved with the caller's unit of work.</summary>
    /// <exception cref="Refusal"><c>identity.code-needed</c> or <c>identity.code-wrong</c>, at Code; a wrong try is counted at once.</exception>
    public async Task Take(Guid account, string operation, string thing, string? digits, CancellationToken ct = default)
    {
        if (string.IsNullOrWhiteSpace(digits))
        {
            throw new Refusal("identity.code-needed") { Field = "Code" };
        }

        // One statement takes it: of two at the same moment the second finds it used. A wrong try counts whatever becomes of the caller.
        var now = businessDay.Now;
        var right = Hash(account, digits.Trim());
        await using var take = unit.Command("""
            update identity.confirmation_code set used_at = $5
            where id = (select id from identity.confirmation_code
                where account_id = $1 and operation = $2 and object = $3 and used_at is null and expires_at > $5 and tries < $6
                order by sent_at desc limit 1)
                and code_hash = $4 and used_at is null
            """, account, operation, thing, right, now, Tries);
        await using (await unit.AcrossWalls(ct))
        {
            if (await take.ExecuteNonQueryAsync(ct) == 1)
            {
                return;
            }
        }

        await unit.Forget(ct);
        await using var wide = await unit.AcrossWalls(ct);
        await using var count = unit.Command("""
            update identity.confirmation_code set tries = tries + 1
            where account_id = $1 and operation = $2 and object = $3 and used_at is null and expires_at > $4
            """, account, operation, thing, now);
        await count.ExecuteNonQueryAsync(ct);
        await unit.Save(Actor.System, "identity.code-wrong", ct);
        throw new Refusal("identity.code-wrong") { Field = "Code" };
    }

    /// <summary>Six digits are few: the hash is of no use to whoever steals the table within five minutes, nor after.</summary>
    internal static string Hash(Guid account, string digits) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}/{digits}")));
}
