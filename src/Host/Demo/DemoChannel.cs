using PartnerCenter.Customers.Contracts;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Special;

namespace PartnerCenter.Host.Demo;

/// <summary>Distributors with contracts that one keeps for its resellers, one that only develops resellers; and the special programmes.</summary>
internal sealed partial class DemoWorld
{
    private async Task Channel(Dictionary<string, PartnerView> companies)
    {
        var (gao, manager) = (await Person("gao@rivergate.example"), await Person("manager@vendor.example"));
        var customers = await With((OfflineContracts contracts) => contracts.Choices(gao));
        var signed = new BusinessDay(clock).Today.AddMonths(-5);
        Guid? first = null;
        for (var i = 0; i < customers.Count; i++)
        {
            using var file = new MemoryStream("%PDF-1.7 contract %%EOF"u8.ToArray());
            var form = new ContractForm($"HT-{signed.Year}-{i + 1:000}", customers[i].Customer, signed.AddDays(20 * i));
            var id = await With((KeepContract keep) => keep.Run(form, "contract.pdf", file, gao));
            first ??= id;
        }

        if (first is { } ended)
        {
            await With(async (EndContract end) => await end.Run(ended, gao));
        }

        await With((MarkChannelOnly mark) => mark.Run(companies["eastgate"].Id, true, manager));
    }

    /// <summary>Members of the co-sell programme and of a special one; one on the list that has not joined.</summary>
    private async Task SpecialPrograms(Dictionary<string, PartnerView> companies)
    {
        var manager = await Person("manager@vendor.example");
        foreach (var key in new[] { "northstar", "harbour", "summit" })
        {
            await With((InviteToSpecialProgram invite) => invite.Run(companies[key].Id, "co-sell", manager));
        }

        await Join("lin@northstar.example", "co-sell");
        await Join("xu@harbour.example", "co-sell");
        await Join("luo@greenleaf.example", "kunpeng");

        async Task Join(string email, string code)
        {
            var by = await Person(email);
            await With(async (JoinSpecialProgram join) => await join.Run(code, true, "1", by));
        }
    }
}
