using System.Security.Cryptography;
using PartnerCenter.Customers;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Tests.Platform;

/// <summary>What is classified lies sealed, opens in its own place only, and is shown whole to whoever asks with the right to.</summary>
public sealed class VaultTests(TestServer server)
{
    private const string Mobile = "13911112222";

    private static async Task<(World World, Actor Partner, Guid Customer, string Link, string Secret)> Told(TestServer server)
    {
        var world = await World.New(server);
        var partner = await world.Partner("保密科技");
        await world.Use((Profile profile) => profile.ChangeMobile(Mobile, World.Password, partner));
        var (secret, _) = await world.Use((SecondFactor factor) => factor.Prepare(partner, "x"));
        var prospect = await world.Use((RegisterProspect register) => register.Run(new("客户", "王", Mobile, "c@customer.example"), partner));
        var link = (await world.Use((InviteProspect invite) => invite.Run(prospect, AssociationMode.Resale, null, "http://x", partner)))!;
        var customer = await world.Use((AcceptInvitation accept) => accept.Run(link.Split('/')[^1], new(Mobile, "c@customer.example", World.Password, true)));
        return (world, partner, customer, link, secret);
    }

    /// <summary>Every table and column that holds a text, as a dump would.</summary>
    private static async Task<List<string>> Found(World world, string text)
    {
        var found = new List<string>();
        var tables = new List<string>();
        await using (var all = world.Source.CreateCommand(
            "select table_schema || '.' || table_name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"))
        await using (var reader = await all.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        foreach (var table in tables)
        {
            if (await world.Scalar<long>($"select count(*) from {table} t where t::text like '%{text}%'") > 0)
            {
                found.Add(table);
            }
        }

        return found;
    }

    [Fact]
    public async Task A_dump_of_the_database_holds_no_mobile_no_secret_and_no_link_that_works()
    {
        var (world, _, _, link, secret) = await Told(server);
        await using var __ = world;
        await world.Use((PartnerCenter.Platform.Notifications.Notifier notifier) => notifier.Mail("x@example.com", "s", $"see {link}", default));

        // What the embedded viewer of mail and SMS shows is there to be read.
        Assert.Empty((await Found(world, Mobile)).Except(["platform.sent_message"]));
        Assert.Empty(await Found(world, secret));
        Assert.Empty((await Found(world, link.Split('/')[^1])).Except(["platform.sent_message"]));
    }

    [Fact]
    public async Task A_sealed_value_opens_in_its_own_row_and_column_and_nowhere_else()
    {
        await using var world = await World.New(server);
        var vault = world.Services.GetRequiredService<Vault>();
        var (row, other) = (Guid.NewGuid(), Guid.NewGuid());
        var value = vault.Seal(Mobile, "a.b.c", row);

        Assert.Equal(Mobile, vault.Open(value, "a.b.c", row));
        Assert.NotEqual(value, vault.Seal(Mobile, "a.b.c", row));
        Assert.ThrowsAny<CryptographicException>(() => vault.Open(value, "a.b.c", other));
        Assert.ThrowsAny<CryptographicException>(() => vault.Open(value, "a.b.d", row));
        Assert.ThrowsAny<CryptographicException>(() => vault.Open(Mobile, "a.b.c", row));
        for (var i = value.LastIndexOf(':') + 1; i < value.Length - 2; i += 7)
        {
            var changed = value[..i] + (value[i] == 'A' ? 'B' : 'A') + value[(i + 1)..];
            Assert.ThrowsAny<CryptographicException>(() => vault.Open(changed, "a.b.c", row));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(world.Folder, "keys", "master.key")));
    }

    [Fact]
    public async Task Keys_are_changed_while_everything_stays_readable()
    {
        var (world, partner, customer, _, _) = await Told(server);
        await using var __ = world;

        var changed = await world.Services.GetRequiredService<ChangeKeys>().Run();

        Assert.True(changed >= 6, $"{changed}");
        foreach (var column in world.Services.GetServices<SealedColumn>())
        {
            Assert.Equal(0L, await world.Scalar<long>($"select count(*) from {column.Table} where {column.Column} like 'sealed:1:%'"));
        }

        Assert.Equal("139****2222", (await world.Use((CustomerLists lists) => lists.Find(customer, partner)))!.Mobile);
        Assert.Equal(Mobile, await world.Use((RevealMobile reveal) => reveal.Run(customer, World.Password, partner)));
    }

    [Fact]
    public async Task A_mobile_is_masked_until_somebody_with_the_right_gives_the_password_and_that_is_on_record()
    {
        var (world, partner, customer, _, _) = await Told(server);
        await using var __ = world;
        var rival = await world.Partner("对手科技");

        Assert.Equal("139****2222", Assert.Single(await world.Use((CustomerLists lists) => lists.Customers(partner, null, null, null, 0, 10))).Mobile);
        Assert.Equal("identity.password-wrong", (await Assert.ThrowsAsync<Refusal>(() => Reveal("wrong", partner))).Code);
        Assert.Equal("access.denied", (await Assert.ThrowsAsync<Refusal>(() => Reveal(World.Password, partner with { Permissions = new HashSet<string> { CustomersModule.See } }))).Code);
        Assert.Null(await Reveal(World.Password, rival));
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from platform.audit where action = 'customers.reveal-mobile'"));
        Assert.Equal(Mobile, await Reveal(World.Password, partner));
        Assert.Equal(1L, await world.Scalar<long>("select count(*) from platform.audit where action = 'customers.reveal-mobile'"));

        Task<string?> Reveal(string password, Actor by) => world.Use((RevealMobile reveal) => reveal.Run(customer, password, by));
    }
}
