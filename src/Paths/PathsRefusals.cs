using PartnerCenter.Kernel;

namespace PartnerCenter.Paths;

/// <summary>The sentences with which this module says no.</summary>
internal static class PathsRefusals
{
    public static readonly IReadOnlyDictionary<string, LocalText> All = new Dictionary<string, LocalText>
    {
        ["paths.not-a-partner"] = new("请先入驻合作伙伴网络。", "Join the partner network first."),
        ["paths.on-a-path"] = new("本账号已在“{0}”发展路径。一个账号同时只能在一条路径上。", "This account is on the path {0} already: one path at a time."),
        ["paths.by-invitation"] = new("该路径仅限受邀伙伴加入，请联系您的生态经理。", "This path is by invitation; ask your ecosystem manager."),
        ["paths.open-to-all"] = new("该路径不需要邀请。", "This path needs no invitation."),
        ["paths.not-on-a-path"] = new("本账号还没有加入发展路径。", "This account is on no path."),
        ["paths.cannot-leave"] = new("无法退出路径：{0}。", "The path cannot be left: {0}."),
        ["paths.follows-by-itself"] = new("该路径的阶段随方案认证自动变化，无需申请。", "On this path the stage follows by itself; there is nothing to apply for."),
        ["paths.role-certification-first"] = new("请先通过角色认证，再申请能力差异化。", "Role certification comes first; differentiation can be applied for after it."),
        ["paths.stage-reached"] = new("该阶段已达到。", "This stage is reached already."),
        ["paths.applied-already"] = new("已有一份申请在审核中。", "An application is in review already."),
        ["paths.application-over"] = new("该申请已结束。", "This application has ended."),
        ["paths.conditions-missing"] = new("条件未达成：{0}。", "Conditions are missing: {0}."),
        ["paths.case-too-old"] = new("案例须在近 {0} 个月内完成。", "The case must have ended within the last {0} months."),
        ["paths.case-url"] = new("其他云上的案例须提供公开发布的网址（https://…）。", "A case on another cloud needs the address of a public page (https://…)."),
        ["paths.case-elsewhere"] = new("年度复核只接受本云上的案例。", "The annual re-review takes only cases on this cloud."),
        ["paths.proof-count"] = new("请上传 1 份覆盖全部证书持有人的在职证明，或为 {0} 位持有人每人上传 1 份。",
            "Attach one employment proof for all holders of certificates, or one for each of the {0}."),
        ["paths.proof-company"] = new("在职证明盖章的公司名称须与认证主体“{0}”完全一致。", "The company in the proof's seal must be the one that is certified: {0}."),
        ["paths.plan-missing"] = new("伙伴还没有提交公司介绍和商业计划，不能安排评审会。", "Company deck and business plan are not there yet; the meeting cannot be scheduled."),
        ["paths.old-template"] = new("请使用当前模板 {0} 的商业计划。", "Use the current template of the business plan, {0}."),
        ["paths.meeting-past"] = new("会议时间须在当前时间之后。", "The meeting must be in the future."),
        ["paths.meeting-link"] = new("请填写会议链接（https://…）。", "Give the address of the meeting (https://…)."),
        ["paths.meeting-needed"] = new("BP 评审会召开之后才能通过。", "It can be passed only after the meeting on the business plan."),
        ["paths.nothing-certified"] = new("该伙伴没有可取消的认证。", "This partner has no certification that could be revoked."),
        ["paths.rereview-window"] = new("复核材料须在 {0:yyyy-MM-dd} 至 {1:yyyy-MM-dd} 之间提交。", "The re-review can be submitted from {0:yyyy-MM-dd} to {1:yyyy-MM-dd}."),
        ["paths.rereview-late"] = new("证书已到期或已取消，不能再续期。", "The certificates have ended meanwhile and cannot be renewed."),
        ["paths.no-partner"] = new("没有该编号的伙伴。", "There is no partner with this number."),
        ["paths.no-tag"] = new("请选择一个能力标签。", "Choose a capability tag."),
        ["paths.locks-have-pages"] = new("商业计划和客户清单在“计划与季度回顾”中互锁，不在此登记。",
            "Plans and customer lists are locked under Plans and quarterly reviews, not entered here."),
        ["paths.plan-year"] = new("目前可制定的年度：{0}。", "The years that can be planned now: {0}."),
        ["paths.lock-closed"] = new("已提交或已互锁，不能修改。", "It was sent or is locked, and cannot be changed."),
        ["paths.plan-quarters"] = new("请填写四个季度的目标。", "Give the goals of the four quarters."),
        ["paths.goal"] = new("请填写不小于 0 的数，金额最多两位小数。", "Give a number that is not negative; an amount has two decimals at most."),
        ["paths.plan-incomplete"] = new("请先填写方向、资源、举措和至少一个季度的目标。", "Direction, resources, actions and the goals of a quarter must be written first."),
        ["paths.list-empty"] = new("请先填写客户清单。", "Write the customer list first."),
        ["paths.customers-too-many"] = new("客户清单最多 {0} 家。", "A customer list has at most {0} companies."),
        ["paths.no-region"] = new("请选择列表中的区域。", "Choose regions of the list."),
        ["paths.not-ones-tag"] = new("只能展示目前拥有的能力标签。", "Only capability tags that you have today can be shown."),
        ["paths.not-ones-solution"] = new("只能展示目前有效的认证方案。", "Only solutions that are certified today can be shown."),
        ["paths.copyright-needed"] = new("请填写软件著作权登记证书编号。", "Give the number of the software copyright certificate."),
        ["paths.solution-term"] = new("方案认证的最后一天是 {0:yyyy-MM-dd}。", "The last day of the solution's certification is {0:yyyy-MM-dd}."),
        ["paths.until-before-from"] = new("最后一天不能早于第一天。", "The last day cannot be before the first."),
        ["paths.evidence-known"] = new("{0} 已登记。", "{0} is entered already."),
        ["paths.no-choice"] = new("没有名为“{0}”的选项。", "There is no choice called {0}."),
        ["paths.no-day"] = new("“{0}”不是日期，请填写如 2024-09-30。", "\"{0}\" is not a day; write it like 2024-09-30."),
    };
}
