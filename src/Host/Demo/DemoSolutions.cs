using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Solutions;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Host.Demo;

/// <summary>The software partner's solutions: one certified, one that waits for its technical review, one only described.</summary>
internal sealed partial class DemoWorld
{
    private async Task Solutions()
    {
        var (luo, reviewer, manager) = (await Person("luo@greenleaf.example"), await Person("reviewer@vendor.example"), await Person("manager@vendor.example"));
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
