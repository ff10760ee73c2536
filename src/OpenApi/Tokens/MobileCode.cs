using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi.Tokens;

/// <summary>A code by SMS, which proves that a customer that a partner's system makes has the mobile number that it names.</summary>
[Untracked]
internal sealed class MobileCode : IPartnerRow
{
    public const string Place = "openapi.mobile_code.mobile";

    /// <summary>The code that every number has in a sandbox, where nothing is sent.</summary>
    public const string InSandboxes = "123456";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public required string MobileMark { get; init; }

    public required string CodeHash { get; init; }

    public DateTimeOffset SentAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public int Tries { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public static string Hash(string mark, string digits) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{mark}/{digits}")));

    /// <summary>As the wire writes mobiles: a country code of the mainland may stand before them.</summary>
    public static string Plain(string mobile) => mobile.StartsWith("0086-", StringComparison.Ordinal) ? mobile[5..] : mobile;
}

/// <summary>A partner's system has a code sent to a mobile number.</summary>
internal sealed class SendMobileCode(OpenApiDb db, Notifier notifier, Vault vault, Rulebook rulebook, BusinessDay businessDay, MachineClock machine)
{
    /// <summary>Sends it; a new one does not end the one before.</summary>
    /// <param name="mobile">To whom.</param>
    /// <param name="minutes">For how long it is good; null for as long as may be.</param>
    /// <param name="english">In which language.</param>
    /// <param name="by">The partner.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>openapi.code-limit</c>, <c>form.mobile</c>.</exception>
    public async Task Run(string mobile, int? minutes, bool english, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Acquire);
        var (number, now) = (Input.Mobile(mobile, "MobilePhone"), machine.Now);
        var (mark, terms) = (vault.Fingerprint(number, MobileCode.Place), rulebook.On<ApiTerms>(ApiTerms.Rule, businessDay.Today).Terms.Codes);
        await db.Unit.InTurn($"mobile codes of {mark}", ct);
        // Whoever has it sent: the limit is the number's.
        await using (await db.Unit.AcrossWalls(ct))
        {
            var sent = await db.MobileCodes.AsNoTracking().Where(c => c.MobileMark == mark && c.SentAt > now.AddDays(-1)).Select(c => c.SentAt).ToListAsync(ct);
            if (sent.Count >= terms.PerDay || sent.Count(at => at > now.AddHours(-1)) >= terms.PerHour)
            {
                throw new Refusal("openapi.code-limit", terms.PerHour, terms.PerDay);
            }
        }

        var digits = by.Sandbox is null ? RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture) : MobileCode.InSandboxes;
        var good = Math.Min(minutes ?? terms.Minutes, terms.Minutes);
        db.MobileCodes.Add(new()
        {
            PartnerId = by.PartnerId,
            MobileMark = mark,
            CodeHash = MobileCode.Hash(mark, digits),
            SentAt = now,
            ExpiresAt = now.AddMinutes(good),
        });
        if (by.Sandbox is null)
        {
            await notifier.Sms(number, english ? $"{digits} is your code. It is good for {good} minutes; tell nobody." : $"验证码 {digits}，{good} 分钟内有效，请勿转告他人。", ct);
        }

        db.Unit.Record(by.PartnerId, "openapi.mobile_code/sent", new { to = Masked.Mobile(number) });
        await db.Save(by, "openapi.send-code", ct);
    }
}

/// <summary>Takes the code of a mobile number; each is good once.</summary>
internal sealed class TakeMobileCode(OpenApiDb db, Vault vault, Rulebook rulebook, BusinessDay businessDay, MachineClock machine)
{
    /// <summary>Takes the last one that the partner had sent; saved with the caller's unit of work, a wrong try at once.</summary>
    /// <exception cref="Refusal"><c>openapi.code-wrong</c>, <c>openapi.code-over</c>, <c>openapi.code-tries</c>.</exception>
    public async Task Run(string mobile, string? digits, Actor by, CancellationToken ct = default)
    {
        var (mark, now) = (vault.Fingerprint(Input.Mobile(mobile, "MobilePhone"), MobileCode.Place), machine.Now);
        var most = rulebook.On<ApiTerms>(ApiTerms.Rule, businessDay.Today).Terms.Codes.Tries;
        await db.Unit.InTurn($"mobile codes of {mark}", ct);
        var partner = by.PartnerId;
        var code = await db.MobileCodes.AsNoTracking().Where(c => c.MobileMark == mark && c.PartnerId == partner && c.UsedAt == null)
            .OrderByDescending(c => c.SentAt).FirstOrDefaultAsync(ct) ?? throw new Refusal("openapi.code-wrong");
        if (code.Tries >= most)
        {
            throw new Refusal("openapi.code-tries", most);
        }

        if (now >= code.ExpiresAt)
        {
            throw new Refusal("openapi.code-over");
        }

        var right = CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(MobileCode.Hash(mark, digits?.Trim() ?? "")), Encoding.ASCII.GetBytes(code.CodeHash));
        await using var note = right
            ? db.Unit.Command("update openapi.mobile_code set used_at = $2 where id = $1", code.Id, now)
            : db.Unit.Command("update openapi.mobile_code set tries = tries + 1 where id = $1", code.Id);
        await note.ExecuteNonQueryAsync(ct);
        if (!right)
        {
            await db.Save(by, "openapi.wrong-code", ct);
            throw new Refusal("openapi.code-wrong");
        }
    }
}
