using PartnerCenter.Kernel;

namespace PartnerCenter.Host.Demo;

/// <summary>Somebody in the demo world whom a visitor can be.</summary>
internal sealed record Persona(string Email, LocalText Title, LocalText What);

/// <summary>The people of the demo world. Nothing of this exists outside demo mode.</summary>
internal static class Personas
{
    public const string Password = "open the demo world";

    public static readonly IReadOnlyList<Persona> All =
    [
        new("manager@vendor.example", new("厂商 · 生态经理", "Vendor · ecosystem manager"), new("看伙伴、准入计划、发代金券", "partners, programmes, vouchers")),
        new("reviewer@vendor.example", new("厂商 · 审核员", "Vendor · reviewer"), new("审核入驻申请", "decides applications to join")),
        new("operations@vendor.example", new("厂商 · 运营", "Vendor · operations"), new("导入用量、月结、任务", "usage, month close, jobs")),
        new("finance@vendor.example", new("厂商 · 财务审批", "Vendor · finance, approves"), new("登记充值、审批申付", "top-ups, approves payouts")),
        new("cashier@vendor.example", new("厂商 · 财务出纳", "Vendor · finance, pays"), new("发放激励", "pays incentives")),
        new("support@vendor.example", new("厂商 · 技术支持", "Vendor · support"), new("受理和回复工单", "takes and answers tickets")),
        new("admin@vendor.example", new("厂商 · 平台管理员", "Vendor · administrator"), new("政策、审计、全部控制台", "policies, audit, the whole console")),
        new("lin@northstar.example", new("解决方案提供商 · 管理员", "Solution provider · administrator"), new("客户、资金、账单、激励", "customers, funds, bills, incentives")),
        new("zhou@northstar.example", new("解决方案提供商 · 财务", "Solution provider · finance"), new("账单、激励确认与申付", "bills, confirms and claims incentives")),
        new("fang@northstar.example", new("解决方案提供商 · 客户经理", "Solution provider · account manager"), new("只看名下客户的消费", "only its own customers' consumption")),
        new("gao@rivergate.example", new("总经销商 · 管理员", "Distributor · administrator"), new("客户、账单、激励", "customers, bills, incentives")),
        new("ma@cloudlane.example", new("云经销商 · 管理员", "Reseller · administrator"), new("客户与资金，没有激励", "customers and funds, no incentives")),
        new("luo@greenleaf.example", new("软件伙伴 · 管理员", "Software partner · administrator"), new("方案认证、随之变化的路径阶段、测试券", "certified solutions, a path that follows them, test vouchers")),
        new("ding@stonebridge.example", new("服务伙伴 · 管理员", "Service partner · administrator"), new("发展路径：等待 BP 评审会", "a path, waiting for its business plan review")),
        new("he@brightfield.example", new("待入驻企业", "Company about to join"), new("申请入驻，进入人工审核", "applies to join, goes to review")),
        new("jiang@people.example", new("伙伴员工 · 项目专员", "A partner's person · specialist"), new("个人资质与证书", "qualifications and certificates")),
        new("shen@people.example", new("个人账号", "Person"), new("有一份待接受的邀请", "with an invitation to answer")),
        new("it@lotusmart.example", new("代售客户", "Resale customer"), new("余额、消费、我的伙伴", "balance, consumption, partner")),
        new("it@cedarbank.example", new("顾问销售客户", "Referral customer"), new("消费、我的伙伴", "consumption, partner")),
    ];
}
