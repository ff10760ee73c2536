using PartnerCenter.Benefits;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Solutions;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Host.Demo;

/// <summary>
/// The software partner's solutions: one certified, one that waits for its technical review, one only described; of its test vouchers
/// one is granted, one waits.
/// </summary>
internal sealed partial class DemoWorld
{
    private async Task Solutions()
    {
        var (luo, reviewer) = (await Person("luo@greenleaf.example"), await Person("reviewer@vendor.example"));
        var (manager, operations) = (await Person("manager@vendor.example"), await Person("operations@vendor.example"));
        var energy = await Describe(luo, new(
            "青叶能耗管理平台", "为工厂和园区采集、分析并优化水电气能耗。", "energy", ["RDSforMySQL", "DMS", "DCS", "IoTDA"]));
        var application = await Send(luo, energy, SolutionLevel.CloudSoftware);
        await Approve(application, reviewer);
        await Approve(application, manager);
        var carbon = await Describe(luo, new(
            "青叶碳排放核算", "按行业标准核算企业碳排放，生成披露报告。", "manufacturing", ["DataArtsStudio", "GaussDB", "ModelArts"]));
        await Send(luo, carbon, SolutionLevel.AdvancedCloudSoftware);
        await With((RecordProgress record) => record.Launch(energy, new BusinessDay(clock).Today.AddDays(-9), manager));
        await Describe(luo, new("青叶充电桩运营", "充电桩的监控、计费与运维派单。", "transport", []));
        var granted = await Apply(luo, energy, 30_000, "性能与容灾测试");
        await Approve(granted, manager);
        await With((GrantTestVoucher grant) => grant.Run(granted, operations));
        await Apply(luo, carbon, 45_000, "模型训练与验证环境");
    }

    private async Task<Guid> Apply(Actor partner, Guid solution, decimal amount, string reason)
    {
        var today = new BusinessDay(clock).Today;
        return await With((ApplyForTestVoucher apply) => apply.Run(
            Guid.CreateVersion7(),
            new(solution, amount, reason, today.AddDays(3), today.AddDays(60), "https://calculator.vendor.example/lists/2d1d01", true, true), [], partner));
    }

    private async Task<Guid> Describe(Actor partner, SolutionForm form) => await With((DescribeSolution describe) => describe.Run(form, partner));

    private async Task<Guid> Send(Actor partner, Guid solution, SolutionLevel level)
    {
        foreach (var kind in Enum.GetValues<MaterialKind>())
        {
            var file = new SentFile($"{Words.Of(kind).Zh}.pdf", new MemoryStream("%PDF-1.7 material %%EOF"u8.ToArray()));
            await With((AttachMaterial attach) => attach.Run(solution, kind, file, partner));
        }

        return (await With((ApplyForCertification apply) => apply.Run(solution, level, CertificationRoute.TechnicalReview, partner)))!.Value;
    }
}
