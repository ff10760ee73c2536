using PartnerCenter.Kernel;

namespace PartnerCenter.Support;

/// <summary>The sentences with which this module says no.</summary>
internal static class SupportRefusals
{
    public static readonly IReadOnlyDictionary<string, LocalText> All = new Dictionary<string, LocalText>
    {
        ["ticket.no-category"] = new("请选择问题类型。", "Choose what it is about."),
        ["ticket.no-next"] = new("请选择回复后的状态：处理中、待补充或已解决。", "Choose how it goes on: in progress, waiting for the asker, or solved."),
        ["ticket.no-colleague"] = new("请选择一位支持人员。", "Choose one of the support people."),
        ["ticket.satisfaction"] = new("请选择 1 至 5 分的满意度。", "Say from 1 to 5 how content you are."),
        ["ticket.too-many-files"] = new("一条消息最多带 {0} 个附件。", "A message takes {0} files at most."),
        ["ticket.wrong-state"] = new("工单当前状态不能这样操作，请刷新页面查看；已关闭的工单请重新提交。",
            "That cannot be done with the ticket as it stands: reload the page. In place of a closed one, raise a new one."),
        ["support.no-partner"] = new("没有该编号的伙伴。", "There is no partner of that number."),
        ["support.no-plan"] = new("请选择支持计划。", "Choose a support plan."),
        ["news.no-programme"] = new("请选择至少一个伙伴计划。", "Choose one programme at least."),
        ["news.days"] = new("结束日期不能早于开始日期。", "The last day cannot be before the first."),
        ["news.not-draft"] = new("只有草稿可以修改；请撤回后重新编写。", "Only a draft can be changed: withdraw it and write it anew."),
        ["news.wrong-state"] = new("当前状态不能这样操作，请刷新页面。", "That cannot be done in its present state; reload the page."),
    };
}
