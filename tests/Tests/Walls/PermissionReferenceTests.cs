using PartnerCenter.Host;
using PartnerCenter.Host.Layouts;
using PartnerCenter.Kernel;
using PartnerCenter.Organization;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Tests.Walls;

/// <summary><c>docs/reference/permissions.md</c> is written from what the modules declare, and is true as long as this test says so.</summary>
public sealed class PermissionReferenceTests(TestServer server)
{
    private const string Head = """
        # Permissions
        Written from the code by `PC_WRITE_PERMISSIONS=1 ./pc test '*PermissionReferenceTests*'`; a test fails when it is out of date.

        Menus, pages and the API name what one may see or do by these codes, and the page "Not permitted" names the one that is missing.
        *Every member* has what is marked so as soon as it holds a role of its partner; *grantable* is what the partner's administrator can
        put into roles of the partner's own (`policies/organization/members.json`). What is not on the menu of a partner's programmes is
        taken from all of its people (`policies/programs/programs.json`). Who gets through at each address, role by role, stands in
        `tests/Tests/Walls/authorisation.json`.
        """;

    private static readonly string File = Path.Combine(TestServer.Root, "docs", "reference", "permissions.md");

    [Fact]
    public async Task The_page_of_permissions_says_what_the_product_declares()
    {
        await using var world = await World.New(server);
        var terms = world.Services.GetRequiredService<Rulebook>().On<MemberTerms>(MemberTerms.Rule, world.Services.GetRequiredService<BusinessDay>().Today).Terms;
        var grantable = await world.Use((Members members) => Task.FromResult(members.Grantable().Select(p => p.Code).ToHashSet()));
        var sections = world.Services.GetRequiredService<PermissionCatalogue>().All.GroupBy(permission => permission.Code.Split('.')[0])
            .OrderBy(group => Place(group.Key)).Select(group => Section(group.Key, group, terms.Defaults, grantable));
        var page = string.Join("\n\n", sections.Prepend(Head)) + "\n";
        if (Environment.GetEnvironmentVariable("PC_WRITE_PERMISSIONS") is not null)
        {
            await System.IO.File.WriteAllTextAsync(File, page);
        }

        Assert.Equal(page, await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public void Every_menu_entry_needs_a_permission_that_exists_or_a_side()
    {
        var catalogue = new PermissionCatalogue(Modules.All);
        var sides = Enum.GetNames<ActorKind>().Select(kind => kind.ToLowerInvariant()).ToList();

        Assert.Equal([], Menu.All.Where(item => !catalogue.Knows(item.Permission) && !sides.Contains(item.Permission)).Select(item => item.Link));
    }

    /// <summary>The shared mechanisms first, then the modules in their order.</summary>
    private static int Place(string module) => Modules.All.Select(m => m.Name).ToList().IndexOf(module);

    private static string Section(string module, IEnumerable<Permission> permissions, IReadOnlyList<string> defaults, HashSet<string> grantable) => $"""
        ## {char.ToUpperInvariant(module[0])}{module[1..]}
        | code | 名称 | name | roles | every member | grantable | in the menu |
        |---|---|---|---|---|---|---|
        {string.Join('\n', permissions.OrderBy(p => p.Code, StringComparer.Ordinal).Select(p =>
            $"| `{p.Code}` | {p.Name.Zh} | {p.Name.En} | {Roles(p)} | {Yes(defaults.Contains(p.Code))} | {Yes(grantable.Contains(p.Code))} | {Entries(p)} |"))}
        """;

    private static string Yes(bool so) => so ? "yes" : "";

    private static string Roles(Permission permission)
    {
        var rest = permission.Roles.ToHashSet();
        if (rest.SetEquals(Role.Names.Keys))
        {
            return "everybody";
        }

        var names = new List<string>();
        foreach (var (all, words) in new[] { (Role.Vendor, "all of the vendor's"), (Role.Partner, "all of the partner's") })
        {
            if (rest.IsSupersetOf(all))
            {
                names.Add(words);
                rest.ExceptWith(all);
            }
        }

        return string.Join(", ", names.Concat(Role.Names.Where(role => rest.Contains(role.Key)).Select(role => role.Value.En)));
    }

    private static string Entries(Permission permission) => string.Join("<br>",
        Menu.All.Where(item => item.Permission == permission.Code).OrderBy(item => item.Order).Select(item => $"{item.Title.En} `{item.Link}`"));
}
