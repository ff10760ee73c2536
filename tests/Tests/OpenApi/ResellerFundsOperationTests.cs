using System.Net;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>A distributor funds its resellers by program and takes back what they have left.</summary>
public sealed class ResellerFundsOperationTests(TestServer server) : OpenApiStory(server)
{
    private const string Fund = "/v2/accounts/partner-accounts/indirect-partner-adjust";
    private const string Reclaim = "/v2/accounts/partner-accounts/indirect-partner-reclaim";

    private async Task<(Actor Distributor, Actor Reseller, Key Key)> Channel()
    {
        var (distributor, reseller) = (await World.Partner("总经销拨款", PartnerProgram.Distributor), await World.Partner("经销收款", null));
        var (manager, finance) = (await World.Staff(Role.EcosystemManager), await World.Staff(Role.Finance));
        await World.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        var number = (await World.View(distributor)).Number;
        await World.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, "1000.00", "TT", finance));
        return (distributor, reseller, await NewKey(distributor));
    }

    private static object Move(Actor to, object amount) => new { indirect_partner_id = to.PartnerId.ToString("n"), amount };

    private async Task<decimal> Balance(Actor partner) => (await World.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount;

    [Fact, Rule("R15.3.4")]
    public async Task Cash_goes_to_a_reseller_and_comes_back_and_a_call_sent_again_is_one_command()
    {
        var (distributor, reseller, key) = await Channel();
        var (rival, stranger) = (await World.Partner("别家总经销", PartnerProgram.Distributor), await World.Partner("直客伙伴"));

        var given = await Signed(key, "POST", Fund, Move(reseller, 300.25m));
        var again = await Signed(key, "POST", Fund, Move(reseller, 300.25m));
        Later();
        var back = await Signed(key, "POST", Reclaim, Move(reseller, 100.25m));
        var backAgain = await Signed(key, "POST", Reclaim, Move(reseller, 100.25m));

        Assert.Equal((HttpStatusCode.OK, "{transfer_id}", "{trans_id}"), (given.Status, given.Shape, back.Shape));
        Assert.Equal((given["transfer_id"], back["trans_id"]), (again["transfer_id"], backAgain["trans_id"]));
        Assert.Matches("^[0-9a-f]{32}$", given["transfer_id"]!);
        Assert.Equal((800m, 200m), (await Balance(distributor), await Balance(reseller)));
        Later();
        var seen = await Signed(key, "GET", $"/v2/accounts/partner-accounts/balances?indirect_partner_id={reseller.PartnerId:n}");
        Assert.Equal("200.00", seen.Rows("account_balances").Single().GetProperty("amount").GetRawText());

        var other = await NewKey(rival);
        foreach (var (by, path, body, code) in new (Key, string, object, string)[]
        {
            (key, Fund, Move(stranger, 1), "CBC.99000037"), (key, Fund, Move(distributor, 1), "CBC.99000037"), (other, Fund, Move(reseller, 1), "CBC.99000037"),
            (other, Reclaim, Move(reseller, 1), "CBC.99000037"), (key, Fund, new { indirect_partner_id = "none", amount = 1 }, "CBC.99000037"),
            (key, Fund, Move(reseller, 800.01m), "CBC.99005003"), (key, Reclaim, Move(reseller, 200.01m), "CBC.99005003"),
            (key, Fund, Move(reseller, 0), "CBC.0100"), (key, Fund, Move(reseller, 0.001m), "CBC.0100"), (key, Reclaim, Move(reseller, -1), "CBC.0100"),
            (key, Fund, new { amount = 1 }, "CBC.0100"), (key, Reclaim, new { indirect_partner_id = reseller.PartnerId.ToString("n") }, "CBC.0100"),
        })
        {
            Later();
            Assert.Equal((400, code), (await Signed(by, "POST", path, body)).Error);
        }

        Assert.Equal((800m, 200m), (await Balance(distributor), await Balance(reseller)));
        // The reseller's own money is not the distributor's to take.
        var (finance, number) = (await World.Staff(Role.Finance), (await World.View(reseller)).Number);
        await World.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, "50.00", "TT-2", finance));
        Later();
        Assert.Equal((400, "CBC.99005003"), (await Signed(key, "POST", Reclaim, Move(reseller, 220))).Error);
        Assert.Equal((403, "CBC.0151"), (await Signed(await NewKey(stranger), "POST", Fund, Move(reseller, 1))).Error);
        Assert.Equal((0m, 0m, 0L), await World.Use((Ledger ledger) => ledger.Residue()));
    }

    /// <summary>Twenty distinct calls at once for more than there is: as many are done as it covers, and nothing goes below zero.</summary>
    [Fact]
    public async Task Calls_at_once_never_take_more_than_there_is()
    {
        var (distributor, reseller, key) = await Channel();

        // Two keys and two seconds: ten calls of a user and an operation in a second.
        async Task<List<(int, string?)>> Burst(string path, decimal amount)
        {
            var answers = new List<(int, string?)>();
            for (var second = 0; second < 2; second++)
            {
                Later();
                answers.AddRange((await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Signed(key, "POST", path, Move(reseller, amount + (n * 0.01m)))))).Select(said => said.Error));
            }

            return answers;
        }

        var given = await Burst(Fund, 90m);
        Assert.Equal((11, 9), (given.Count(answer => answer.Item1 == 200), given.Count(answer => answer == (400, "CBC.99005003"))));
        var held = await Balance(reseller);
        Assert.InRange(await Balance(distributor), 0m, 10m);

        var back = await Burst(Reclaim, 90m);
        Assert.Equal((11, 9), (back.Count(answer => answer.Item1 == 200), back.Count(answer => answer == (400, "CBC.99005003"))));
        Assert.InRange(await Balance(reseller), 0m, held - 990m);
        Assert.Equal(1000m, await Balance(distributor) + await Balance(reseller));
        Assert.Equal((0m, 0m, 0L), await World.Use((Ledger ledger) => ledger.Residue()));
    }
}
