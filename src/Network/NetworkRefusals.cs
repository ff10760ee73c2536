using PartnerCenter.Kernel;

namespace PartnerCenter.Network;

/// <summary>The sentences with which this module says no.</summary>
internal static class NetworkRefusals
{
    public static readonly IReadOnlyDictionary<string, LocalText> All = new Dictionary<string, LocalText>
    {
        ["network.no-manager"] = new("请选择一位生态经理。", "Choose an ecosystem manager."),
        ["network.no-real-name"] = new("请先完成企业实名认证。", "Complete the enterprise real-name authentication first."),
        ["ticket.none"] = new("该伙伴没有编号为“{0}”的工单。", "This partner has no ticket {0}."),
        ["ticket.other-category"] = new("工单“{0}”的类别不符。", "Ticket {0} is in another category."),
        ["ticket.over"] = new("工单“{0}”已关闭。", "Ticket {0} is closed."),
        ["company.logo"] = new("LOGO 必须是图片。", "A logo is a picture."),
        ["company.website"] = new("请填写 https:// 开头的网址。", "Give an address that begins with https://."),
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
        ["company.not-main"] = new("只有公司的主账号可以修改营业执照信息。", "Only the company's main account can change the licence data."),
        ["company.no-code"] = new("系统没有贵公司的统一社会信用代码，请提交工单处理。", "There is no unified social credit code on file for your company; raise a ticket."),
        ["company.code-differs"] = new(
            "您上传的营业执照的统一社会信用代码与当前的不一致，无法修改。如有疑问请提交工单。",
            "The unified social credit code on the licence is not the one on file, so the data cannot be changed. If that is wrong, raise a ticket."),
        ["company.license-in-review"] = new("上次提交的修改正在审核中。", "What was sent before is still in review."),
        ["company.postcode"] = new("邮政编码应为 6 位数字。", "A postcode has 6 digits."),
        ["company.founded"] = new("成立日期不能晚于今天。", "The day of founding cannot be in the future."),
        ["company.link-over"] = new("注册链接已失效：限时有效，且只能使用一次。", "The link works no more: it is good for a limited time, and once."),
        ["company.mobile-taken"] = new("该手机号已注册，请使用其他手机号。", "This mobile number is registered already; use another."),
        ["company.cannot-cancel"] = new("账号不能注销：{0}", "The account cannot be cancelled. {0}"),
        ["supplier.list-length"] = new("一次可录入 1 至 {0} 行。", "A list has 1 to {0} lines."),
        ["supplier.line"] = new("第 {0} 行的 {1} 有误。", "Line {0}: {1} is wrong."),
    };
}
