using PartnerCenter.Kernel;

namespace PartnerCenter.Network;

/// <summary>The sentences with which this module says no.</summary>
internal static class NetworkRefusals
{
    public static readonly IReadOnlyDictionary<string, LocalText> All = new Dictionary<string, LocalText>
    {
        ["network.no-manager"] = new("请选择一位生态经理。", "Choose an ecosystem manager."),
        ["network.no-real-name"] = new("请先完成企业实名认证。", "Complete the enterprise real-name authentication first."),
        ["network.consent-needed"] = new("请阅读并同意全部协议。", "Read and agree to all agreements."),
        ["network.joined-already"] = new("本账号已是合作伙伴。", "This account is a partner already."),
        ["network.in-review"] = new("入驻申请正在审核中。", "The application is being reviewed."),
        ["certification.personal-account"] = new("商业信息认证只支持对公账户，不支持个人账户。", "Only a company's bank account can be certified, not a person's."),
        ["certification.holder"] = new("账户名称必须与公司名称“{0}”一致。", "The account must be in the company's name, {0}."),
        ["certification.account-number"] = new("银行账号应为 8 至 34 位数字或字母。", "An account number has 8 to 34 digits or letters."),
        ["certification.branch-number"] = new("分行号应为 3 至 20 位数字或字母。", "A branch number has 3 to 20 digits or letters."),
        ["certification.uscc-needed"] = new("认证需要 18 位统一社会信用代码，请提交工单补充。", "Certification needs a unified social credit code of 18 characters; raise a ticket to add it."),
        ["certification.no-currency"] = new("签约主体“{0}”没有结算币种，请联系生态经理。", "There is no settlement currency for the signing entity {0}; ask your ecosystem manager."),
        ["certification.too-many"] = new("24 小时内最多可提交 {0} 次认证，请稍后再试。", "It can be submitted {0} times within 24 hours; try again later."),
        ["certification.not-paid"] = new("小额款项尚未支付，请稍后再确认。", "The small amount has not been paid yet; confirm it later."),
        ["certification.amount-wrong"] = new("金额不正确，还可尝试 {0} 次。", "That is not the amount. Attempts left: {0}."),
        ["certification.no-letter-needed"] = new("该认证不需要银行函。", "This certification needs no bank letter."),
        ["certification.no-draft"] = new("银行函草稿尚未生成。", "There is no draft of the bank letter yet."),
        ["certification.scan-kind"] = new("请上传扫描件：PDF 或图片。", "Upload the scan as PDF or picture."),
        ["supplier.list-length"] = new("一次可录入 1 至 {0} 行。", "A list has 1 to {0} lines."),
        ["supplier.line"] = new("第 {0} 行的 {1} 有误。", "Line {0}: {1} is wrong."),
    };
}
