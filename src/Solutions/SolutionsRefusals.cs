using PartnerCenter.Kernel;

namespace PartnerCenter.Solutions;

/// <summary>The sentences with which this module says no.</summary>
internal static class SolutionsRefusals
{
    public static readonly IReadOnlyDictionary<string, LocalText> All = new Dictionary<string, LocalText>
    {
        ["solutions.not-on-the-path"] = new("请先加入软件合作伙伴发展路径。", "Join the development path for software first."),
        ["solutions.no-industry"] = new("请选择一个行业。", "Choose an industry."),
        ["solutions.no-service"] = new("清单中没有云服务“{0}”。", "There is no service {0} on the lists."),
        ["solutions.no-special"] = new("请选择一个生态专项。", "Choose an ecosystem special."),
        ["solutions.future-day"] = new("日期不能晚于今天。", "The day cannot be after today."),
        ["solutions.in-review"] = new("方案正在审核中，暂不能修改。", "The solution is in review and cannot be changed now."),
        ["solutions.no-way"] = new("该级别没有此认证方式。", "This level cannot be reached in that way."),
        ["solutions.applied-already"] = new("该方案已有一份认证申请在审核中。", "An application for this solution is in review already."),
        ["solutions.certified-already"] = new("该方案的认证有效期至 {0:yyyy-MM-dd}，到期前 {1} 天起可重新申请。",
            "The solution is certified until {0:yyyy-MM-dd}; it can be applied for anew from {1} days before."),
        ["solutions.material-missing"] = new("缺少材料：{0}。", "Material is missing: {0}."),
        ["solutions.not-launched"] = new("还没有登记该方案作为伙伴主导的基线解决方案上市，请联系您的生态经理。",
            "It is not on record that the solution was launched as a baseline solution led by you; ask your ecosystem manager."),
        ["solutions.not-special"] = new("还没有登记该方案的生态专项技术认证，请联系您的生态经理。",
            "It is not on record that the solution has the technical certification of an ecosystem special; ask your ecosystem manager."),
        ["solutions.architecture"] = new("架构未满足要求：须使用至少 {0} 个高阶云服务，或至少 {1} 个重点云服务。",
            "The architecture falls short: it needs at least {0} high-order services, or at least {1} key service."),
        ["solution-certificate.wrong-state"] = new("该认证已失效或已撤销。", "This certification has ended already."),
    };
}
