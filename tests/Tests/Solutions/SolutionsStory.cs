using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Solutions;
using PartnerCenter.Solutions.Certificates;
using PartnerCenter.Solutions.Published;
using PartnerCenter.Tests.Paths;

namespace PartnerCenter.Tests.Solutions;

/// <summary>What the stories about solutions have in common.</summary>
internal static class SolutionsStory
{
    public static readonly string[] ThreeHighOrder = ["DMS", "DCS", "IoTDA"];

    public static async Task<Actor> SoftwarePartner(this World world, string name)
    {
        var partner = await world.Partner(name, program: null);
        await world.Join(partner, DevelopmentPath.Software);
        return partner;
    }

    public static Task<Guid> Describe(this World world, Actor partner, params string[] services) =>
        world.Use((DescribeSolution describe) => describe.Run(new("能耗平台", "为工厂节能", "energy", services), partner));

    public static async Task Attach(this World world, Actor partner, Guid solution, params MaterialKind[] kinds)
    {
        foreach (var kind in kinds)
        {
            Assert.True(await world.Use((AttachMaterial attach) => attach.Run(solution, kind, PathsStory.Pdf(), partner)));
        }
    }

    public static Task AttachAll(this World world, Actor partner, Guid solution) => world.Attach(partner, solution, Enum.GetValues<MaterialKind>());

    public static async Task<Guid> Apply(
        this World world, Actor partner, Guid solution, SolutionLevel level = SolutionLevel.CloudSoftware,
        CertificationRoute route = CertificationRoute.TechnicalReview) =>
        (await world.Use((ApplyForCertification apply) => apply.Run(solution, level, route, partner)))!.Value;

    /// <summary>The vendor approves every step, and says how many there were.</summary>
    public static async Task<int> ApproveAll(this World world, Guid subject)
    {
        var by = await world.Staff(Role.VendorAdministrator);
        var review = await world.Scalar<Guid>($"select id from platform.review where subject = '{subject}'");
        for (var steps = 1; ; steps++)
        {
            await world.Use((ReviewDesk desk) => desk.Approve(review, by, "通过"));
            if (await world.Scalar<string>($"select state from platform.review where id = '{review}'") != "Open")
            {
                return steps;
            }
        }
    }

    /// <summary>A solution of the partner that is certified from today on.</summary>
    public static async Task<Guid> Certified(this World world, Actor partner, SolutionLevel level = SolutionLevel.CloudSoftware)
    {
        var solution = await world.Describe(partner, ThreeHighOrder);
        await world.AttachAll(partner, solution);
        await world.ApproveAll(await world.Apply(partner, solution, level));
        return solution;
    }

    public static Task Lapse(this World world) => world.Use((LapseCertifications job) => job.Run(new(world.Clock.GetUtcNow()), null!, default));
}
