using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.OpenApi.Sandboxes;

/// <summary>
/// Where a partner's programmers try operations (沙箱): a tenant of its own behind the same walls, with play money, customers and an order.
/// It is no company: in no list of partners, in no programme, and nobody enters it but by its keys.
/// </summary>
internal sealed class Sandbox : IPartnerRow
{
    public Guid Id { get; init; }

    public Guid PartnerId { get; init; }

    public Guid ResaleCustomerId { get; init; }

    public Guid ReferralCustomerId { get; init; }

    /// <summary>An order of the resale customer that is not paid.</summary>
    public required string OrderNumber { get; init; }

    /// <summary>What the resale customer has bought by period.</summary>
    public required string ResourceNumber { get; init; }

    public Guid QuotaId { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>One of the partner's people as it acts in a sandbox: with the same rights, and in reach of nothing else but its own keys.</summary>
    public static Actor Within(Guid tenant, Actor person) =>
        person with { Partner = tenant, Sandbox = tenant, Managers = null, Reach = new(false, [tenant], null, person.Account) };
}
