using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Paths;

namespace PartnerCenter.Tests.Organization;

/// <summary>The vendor's list of partners' people.</summary>
public sealed class StaffDirectoryTests(TestServer server)
{
    private static readonly StaffFilter Everybody = new();

    [Fact]
    public async Task Pages_of_many_people_bound_at_one_instant_lose_and_repeat_nobody_in_any_order()
    {
        await using var world = await World.New(server);
        var (one, two) = (await world.Partner("甲科技"), await world.Partner("乙科技"));
        await world.Execute($"""
            insert into organization.binding (id, partner_id, account_id, consent, person_name, person_email, from_at)
            select gen_random_uuid(), case when i % 3 = 0 then '{one.PartnerId}'::uuid else '{two.PartnerId}'::uuid end, gen_random_uuid(), '2020-1', '员工' || i % 7, 'p' || i || '@example.com',
                timestamptz '2024-01-01' + (i / 40) * interval '1 day'
            from generate_series(1, 130) i
            """);
        var manager = await world.Staff(Role.Operations);
        var seen = new List<Guid>();
        string? after = null;
        do
        {
            var page = await world.Use((StaffDirectory directory) => directory.After(Everybody, after, 25, manager));
            seen.AddRange(page.Select(row => row.Account));
            after = page.Count == 25 ? StaffDirectory.Key(page[^1]) : null;
        }
        while (after is not null);

        Assert.Equal(130, seen.Distinct().Count());
        Assert.Equal(130, seen.Count);
        foreach (var sort in new[] { null, "name", "-name", "email", "since", "-since", "no-such" })
        {
            var pages = new List<Guid>();
            for (var skip = 0; skip < 130; skip += 25)
            {
                pages.AddRange((await world.Use((StaffDirectory directory) => directory.All(Everybody, sort, skip, 25, manager))).Select(row => row.Account));
            }

            Assert.Equal(130, pages.Distinct().Count());
        }

        Assert.Equal(43, (await world.Use((StaffDirectory directory) => directory.All(new(Partner: one.PartnerId), null, 0, 200, manager))).Count);
        Assert.Equal(
            Enumerable.Range(120, 10).Append(12).Select(i => $"p{i}@example.com").Order(StringComparer.Ordinal),
            (await world.Use((StaffDirectory directory) => directory.All(new("p12"), null, 0, 200, manager))).Select(row => row.Email).Order(StringComparer.Ordinal));
        Assert.Equal("request.cursor", (await Assert.ThrowsAsync<Refusal>(() => world.Use((StaffDirectory directory) => directory.After(Everybody, "1/2/3", 25, manager)))).Code);
        Assert.Equal("access.denied", (await Assert.ThrowsAsync<Refusal>(() => world.Use((StaffDirectory directory) => directory.After(Everybody, null, 25, one)))).Code);
        Assert.Equal(43, (await world.Use((StaffDirectory directory) => directory.Own(null, null, 0, 200, one))).Count);
    }

    [Fact]
    public async Task A_persons_new_name_stands_in_the_list_of_its_partner()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("改名科技");
        var person = await world.Hire(partner);

        await world.Use((Profile profile) => profile.Rename("林新", person));

        Assert.Equal("林新", Assert.Single(await world.Use((StaffDirectory directory) => directory.Own("林", null, 0, 10, partner))).Name);
    }
}
