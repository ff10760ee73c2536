using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Access;

/// <summary>On whose side an account stands.</summary>
public enum ActorKind
{
    /// <summary>The product itself: jobs and the clock.</summary>
    System,

    /// <summary>The vendor's staff.</summary>
    Vendor,

    /// <summary>A company that signed up and has not joined the network.</summary>
    Company,

    /// <summary>A partner's account or one of its members.</summary>
    Partner,

    /// <summary>A customer.</summary>
    Customer,

    /// <summary>A person's own account: staff of a partner once it is bound to one (项目专员).</summary>
    Person,

    /// <summary>A user of the cloud console (IAM): exists, and cannot enter here (R7.1.6).</summary>
    Console,
}

/// <summary>Who acts: passed to every use case, never taken from the surroundings.</summary>
/// <param name="Account">The account signed in with.</param>
/// <param name="Name">Shown in timelines and the audit trail.</param>
/// <param name="Kind">On whose side it stands.</param>
/// <param name="Partner">The partner whose data it may see; null for vendor staff and customers.</param>
/// <param name="Customer">The customer it is; null for all others.</param>
/// <param name="Permissions">What its roles allow.</param>
public sealed record Actor(
    Guid Account, string Name, ActorKind Kind, Guid? Partner, Guid? Customer, IReadOnlySet<string> Permissions)
{
    /// <summary>The product itself.</summary>
    public static readonly Actor System = new(Guid.Empty, "system", ActorKind.System, null, null, new HashSet<string>()) { Reach = Reach.Everything };

    /// <summary>Its roles, see <see cref="Role"/>.</summary>
    public IReadOnlyCollection<string> Roles { get; init; } = [];

    /// <summary>
    /// The account managers whose customers it sees; null for whoever sees all customers of its partner (R7.1.4b).
    /// </summary>
    public IReadOnlyCollection<Guid>? Managers { get; init; }

    /// <summary>Whether its role asks for a second factor that it has not set up: until then it may do nothing else.</summary>
    public bool NeedsSecondFactor { get; init; }

    /// <summary>The sandbox in which it acts, a tenant that is no company; null outside. Nothing that is done there reaches anybody.</summary>
    public Guid? Sandbox { get; init; }

    /// <summary>Whose rows it can see and write; nobody's unless its source says so.</summary>
    public Reach Reach { get; init; } = Reach.Nothing;

    /// <summary>The partner it acts for.</summary>
    /// <exception cref="Refusal"><c>access.no-partner</c></exception>
    public Guid PartnerId => Partner ?? throw new Refusal("access.no-partner");

    /// <summary>The customer it is.</summary>
    /// <exception cref="Refusal"><c>access.no-customer</c></exception>
    public Guid CustomerId => Customer ?? throw new Refusal("access.no-customer");

    /// <summary>Whether it may see or do what stands under a permission.</summary>
    public bool May(string permission) => Kind == ActorKind.System || Permissions.Contains(permission);

    /// <summary>Stops whoever lacks a permission.</summary>
    /// <exception cref="Refusal"><c>access.denied</c> with the permission.</exception>
    public void Need(string permission)
    {
        if (!May(permission))
        {
            throw new Refusal("access.denied", permission);
        }
    }
}
