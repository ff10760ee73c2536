using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Customers;
using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Network.Published;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Network;

/// <summary>Two sites of the vendor: each a deployment of its own.</summary>
public sealed class SiteTests(TestServer server)
{
    private static async Task<string> No(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    [Fact, Rule("R3.5")]
    public async Task An_account_of_one_site_cannot_join_be_invited_or_be_seen_on_another()
    {
        await using var china = await World.New(server);
        await using var europe = await World.New(server, settings: new() { [ThisSite.Setting] = "Europe" });
        var (company, partner) = (await china.Company("中国公司"), await china.Partner("中国伙伴"));
        var person = await china.Use((RegisterPerson register) => register.Run(new("zhang@example.com", "13900139000", World.Password, "张三")));
        var (host, distributor) = (await europe.Partner("Europa Cloud"), await europe.Partner("Europa Distribution", PartnerProgram.Distributor));

        // Neither sign in nor join.
        Assert.Equal("identity.sign-in-failed", await No(() => europe.Use((SignIn signIn) => signIn.Password("zhang@example.com", World.Password))));
        Assert.Null(await europe.Holder(person, await china.BeginSession(person)));
        Assert.Equal("network.no-real-name", await No(() => europe.Use((JoinNetwork join) => join.Run(World.Form(), company))));
        // Nor be invited: as staff, as a reseller, as a customer by a link of the other site.
        Assert.Equal("organization.person-unknown", await No(() => europe.Use((InviteStaff invite) => invite.Run("zhang@example.com", "http://eu", host))));
        var invitation = (await europe.Use((Resellers resellers) => resellers.Invite("new@example.com", "http://eu", distributor))).Split('/')[^1];
        Assert.Equal("programs.invitation-over", await No(() => china.Use((Resellers resellers) => resellers.Accept(invitation, partner))));
        // Nor be seen.
        Assert.Null(await europe.Use((Partners partners) => partners.Find(partner.PartnerId)));
        Assert.DoesNotContain(await europe.Use((Partners partners) => partners.All()), p => p.CompanyName is "中国公司" or "中国伙伴");
        Assert.Equal("programs.distributor-needed", await No(() => china.Use(async (Resellers resellers) => await resellers.Apply((await europe.View(distributor)).Number + "0", partner))));
    }

    [Fact, Rule("R3.5")]
    public async Task A_database_belongs_to_the_site_that_first_started_on_it()
    {
        var databases = await server.NewDatabase();
        ThisSite Of(string? site) => new(databases, new ConfigurationBuilder().AddInMemoryCollection([new(ThisSite.Setting, site)]).Build());

        await Of("International").Claim();
        await Of("International").Claim();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Of("China").Claim());
        Assert.Contains("International", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Of(null).Claim());
        await databases.DisposeAsync();
    }
}
