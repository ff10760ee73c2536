using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>Why nothing is sent to an endpoint.</summary>
public enum OffBecause
{
    /// <summary>Its partner has switched it off.</summary>
    [Words("已停用", "Switched off")]
    Person,

    /// <summary>It failed for too many days.</summary>
    [Words("持续失败，已自动停用", "Off after failing for days")]
    Failing,

    /// <summary>It said itself that it is gone (410).</summary>
    [Words("接收端已下线（410）", "Gone, as it says (410)")]
    Gone,
}

/// <summary>An endpoint (回调地址) at which a partner's own system hears what happens.</summary>
internal sealed class Webhook : IPartnerRow
{
    /// <summary>Where secrets are sealed.</summary>
    public static readonly SealedColumn SecretColumn = new("openapi.webhook", "secret");

    /// <summary>And the earlier ones.</summary>
    public static readonly SealedColumn EarlierColumn = new("openapi.webhook", "earlier_secret");

    public Guid Id { get; init; }

    public Guid PartnerId { get; init; }

    public required string Url { get; set; }

    public required string Description { get; set; }

    public required string[] Events { get; set; }

    public bool Active { get; private set; } = true;

    public OffBecause? OffBecause { get; private set; }

    /// <summary>Sealed: messages are signed with the secret itself.</summary>
    [Secret]
    public required string Secret { get; set; }

    /// <summary>Sealed: the one before, while receivers learn the new one.</summary>
    [Secret]
    public string? EarlierSecret { get; private set; }

    /// <summary>The first instant at which nothing is signed with it any more.</summary>
    public DateTimeOffset? EarlierUntil { get; private set; }

    /// <summary>Since when nothing has arrived; null while it does. Set beside this row, by whichever attempt comes first.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    public DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>Switches it on, with a clean record, or off.</summary>
    public void Switch(bool active)
    {
        if (active != Active)
        {
            (Active, OffBecause, FailingSince) = (active, active ? null : Webhooks.OffBecause.Person, null);
        }
    }

    /// <summary>Takes a new secret; the one before holds for some hours more.</summary>
    public void Rotate(string secret, Vault vault, DateTimeOffset until)
    {
        EarlierSecret = vault.Seal(vault.Open(Secret, SecretColumn.Place, Id), EarlierColumn.Place, Id);
        (Secret, EarlierUntil) = (vault.Seal(secret, SecretColumn.Place, Id), until);
    }

    /// <summary>The secrets that messages are signed with at an instant, the newest first.</summary>
    public IEnumerable<string> Secrets(Vault vault, DateTimeOffset now)
    {
        yield return vault.Open(Secret, SecretColumn.Place, Id);
        if (now < EarlierUntil)
        {
            yield return vault.Open(EarlierSecret!, EarlierColumn.Place, Id);
        }
    }
}
