using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Platform.Ui;

/// <summary>An entry of a menu. It is shown to whoever may open its page.</summary>
/// <param name="Section">The heading that it stands under.</param>
/// <param name="Order">Sections and entries in rising order: hundreds for the section, the rest for the entry.</param>
/// <param name="Title">Its words.</param>
/// <param name="Link">Its page.</param>
/// <param name="Permission">What one needs to open it.</param>
public sealed record MenuItem(LocalText Section, int Order, LocalText Title, string Link, string Permission)
{
    /// <summary>The only side whose menu has it; null for everybody with the permission.</summary>
    public ActorKind? For { get; init; }
}

/// <summary>The sections of the menus, in the order of a partner's journey (R12.1.9.17).</summary>
public static class MenuSection
{
    /// <summary>Home and own matters.</summary>
    public static readonly LocalText Home = new("主页", "Home");

    /// <summary>A partner's people (组织).</summary>
    public static readonly LocalText Organization = new("组织", "Organisation");

    /// <summary>Programmes of the network.</summary>
    public static readonly LocalText Programs = new("计划", "Programmes");

    /// <summary>Winning customers (拓新).</summary>
    public static readonly LocalText Acquisition = new("拓新", "Acquisition");

    /// <summary>Customers (客户).</summary>
    public static readonly LocalText Customers = new("客户", "Customers");

    /// <summary>Bills and money (账务).</summary>
    public static readonly LocalText Billing = new("账务", "Billing");

    /// <summary>Performance and incentives (激励).</summary>
    public static readonly LocalText Incentives = new("激励", "Incentives");

    /// <summary>Help by people, and news (支持).</summary>
    public static readonly LocalText Support = new("支持", "Support");

    /// <summary>The vendor's network of partners.</summary>
    public static readonly LocalText Network = new("伙伴网络", "Partner network");

    /// <summary>The vendor's settlement.</summary>
    public static readonly LocalText Settlement = new("结算", "Settlement");

    /// <summary>Running the product.</summary>
    public static readonly LocalText Operation = new("系统", "Operation");
}
