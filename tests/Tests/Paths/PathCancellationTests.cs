using PartnerCenter.Kernel;
using PartnerCenter.Network.Company;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Published;

namespace PartnerCenter.Tests.Paths;

public class PathCancellationTests(TestServer server)
{
    [Fact, Rule("R4.4.1")]
    public async Task An_account_on_a_path_leaves_it_before_it_is_cancelled()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("路径科技", null);
        await world.Join(partner, DevelopmentPath.Software);
        Task Cancel() => world.Use((CancelAccount cancel) => cancel.Run(World.Password, partner));

        var refusal = await Assert.ThrowsAsync<Refusal>(Cancel);
        Assert.Equal("company.cannot-cancel", refusal.Code);
        Assert.Contains("发展路径", (await world.Use((CancelAccount cancel) => cancel.Reasons(partner))).Single().Zh, StringComparison.Ordinal);

        await world.Use((LeavePath leave) => leave.Run(DevelopmentPath.Software, partner));
        await Cancel();
    }
}
