using PartnerCenter.Kernel;
using PartnerCenter.Network.Company;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Support.Tickets;
using PartnerCenter.Tests.Platform;
using PartnerCenter.Tests.Support;

namespace PartnerCenter.Tests.Network;

/// <summary>Logo, contact and introduction.</summary>
public sealed class ProfileTests(TestServer server)
{
    private static ProfileForm Form(string? ticket, string? website = "https://north.example") => new(ticket, "400-800-0000", "云上数据平台。", "Data platforms on the cloud.", website);

    private static Task<bool> Change(World world, Actor partner, ProfileForm form, Actor by, string? file = null) => world.Use((ChangeProfile change) =>
        change.Run(partner.PartnerId, form, file, file is null ? null : new MemoryStream(HostileFiles.Honest[file]()), by));

    private static async Task<(string Code, string? Field)> No(Func<Task> work)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(work);
        return (refusal.Code, refusal.Field);
    }

    [Fact, Rule("R6.1.4")]
    public async Task Logo_contact_and_introduction_change_by_the_vendor_on_an_open_ticket_of_the_partner_and_not_otherwise()
    {
        await using var world = await World.New(server);
        var (partner, rival, operations) = (await world.Partner("展示科技"), await world.Partner("对手科技"), await world.Staff(Role.Operations));
        var ticket = await world.Raise(partner, TicketWorld.Question("company-profile"));
        var rivals = await world.Raise(rival, TicketWorld.Question("company-profile"));

        Assert.Equal(("access.denied", null), await No(() => Change(world, partner, Form(ticket.Number), partner)));
        Assert.Equal(("form.required", "Ticket"), await No(() => Change(world, partner, Form(null), operations)));
        Assert.Equal(("ticket.none", "Ticket"), await No(() => Change(world, partner, Form(rivals.Number), operations)));
        Assert.Equal(("company.website", "Website"), await No(() => Change(world, partner, Form(ticket.Number, "javascript:alert(1)"), operations)));
        Assert.Equal(("company.logo", "Logo"), await No(() => Change(world, partner, Form(ticket.Number), operations, "certificate.pdf")));
        Assert.Null(await world.Use((CompanyProfiles profiles) => profiles.Of(partner.PartnerId)));
        Assert.True(await Change(world, partner, Form(ticket.Number), operations, "seal.png"));
        Assert.True(await Change(world, partner, Form(ticket.Number, null), operations));

        var profile = (await world.Use((CompanyProfiles profiles) => profiles.Of(partner.PartnerId)))!;
        Assert.Equal(("云上数据平台。", "400-800-0000", null, ticket.Number), (profile.Introduction.Zh, profile.Contact, profile.Website, profile.Ticket));
        Assert.NotNull(profile.Logo);
        Assert.NotNull(await world.Use((PartnerCenter.Platform.Documents.DocumentStore documents) => documents.Open(profile.Logo!.Value, partner)));
        Assert.Null(await world.Use((PartnerCenter.Platform.Documents.DocumentStore documents) => documents.Open(profile.Logo!.Value, rival)));

        await world.Answer(ticket, await world.Staff(Role.Support), TicketState.Solved);
        await world.Confirm(ticket, partner);
        Assert.Equal(("ticket.over", "Ticket"), await No(() => Change(world, partner, Form(ticket.Number), operations)));
    }
}
