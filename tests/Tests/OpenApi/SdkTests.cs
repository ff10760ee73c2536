using PartnerCenter.Host.Demo;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.OpenApi.Keys;
using PartnerCenter.Platform.Database;
using PartnerCenter.Tests.Adapters;
using PartnerCenter.Tests.Walls;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>The vendor's own SDK packages, unmodified, against the demo world: they must not notice where they are.</summary>
public sealed class SdkTests(TestServer server)
{
    [Fact, Rule("R15.0", "R15.2.1", "R15.2.2", "R15.2.4", "R15.3.3")]
    public async Task The_vendors_own_packages_work_with_the_endpoint_changed()
    {
        await using var product = await DemoProduct.Start(server);
        await using var scope = await product.Services.OpenUnit();
        const string login = "gao@rivergate.example";
        var gao = (await scope.ServiceProvider.GetRequiredService<Accounts>().Find(login))!;
        var partner = (await scope.ServiceProvider.GetRequiredService<Partners>().Find(gao.PartnerId))!;
        var keys = await scope.ServiceProvider.GetRequiredService<KeyLists>().Of(gao);
        await scope.ServiceProvider.GetRequiredService<DeleteAccessKey>().Run(keys[0].Access, gao);
        var key = await scope.ServiceProvider.GetRequiredService<CreateAccessKey>().Run("sdk", false, gao);

        var said = await Counterpart.RunToEnd("openapi", "run.mjs", new()
        {
            ["ENDPOINT"] = product.Address.ToString().TrimEnd('/'),
            ["AK"] = key.Access,
            ["SK"] = key.Secret,
            ["LOGIN"] = login,
            ["PASSWORD"] = Personas.Password,
            ["DOMAIN"] = partner.Number,
            ["AGENCY"] = partner.Number,
            ["CUSTOMER"] = "it@longbridge.example",
            ["CYCLE"] = scope.ServiceProvider.GetRequiredService<BusinessDay>().Month.Previous.ToString(),
        });

        var outcome = said.Split('\n').LastOrDefault(line => line.Contains(" passed, ", StringComparison.Ordinal)) ?? "";
        Assert.True(outcome.EndsWith(" passed, 0 failed, 0 skipped", StringComparison.Ordinal), said);
        Notes.Add($"open API: the vendor's npm packages against the demo world: {outcome.Trim()}");
    }
}
