using System.Text;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Company;
using PartnerCenter.Network.Published;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Published;
using PartnerCenter.Support.News;
using PartnerCenter.Support.Tickets;

namespace PartnerCenter.Host.Demo;

/// <summary>The demo world's tickets of every state, support plans and news.</summary>
internal sealed partial class DemoWorld
{
    /// <summary>One question a month, with how content its asker was: enough for the statistics to say something.</summary>
    private static readonly (string Asker, string Category, string Title, string Text, string Answer, int Satisfaction)[] Questions =
    [
        ("zhou@northstar.example", "billing", "账单与导出明细相差 0.01 元", "上月账单总额与导出的明细合计相差一分，请说明。", "差额是抹零：账单按分截断，差额在“抹零金额”一行。", 5),
        ("gao@rivergate.example", "customer", "客户关联类型能否变更", "长桥物流希望从代售改为顾问销售，如何办理？", "需先解除关联，再以新的类型邀请。", 4),
        ("it@lotusmart.example", "technical", "数据库实例切换后连接中断", "主备切换后应用约有两分钟无法连接。", "请启用连接池重试，并使用浮动地址；文档链接已附。", 5),
        ("lin@northstar.example", "incentive", "九月激励少计一笔订单", "订单 A-1024 未计入业绩，请核对。", "该订单在下月生效，已计入下月业绩。", 3),
        ("ma@cloudlane.example", "membership", "证书上的公司名称有误", "证书中的英文名称与执照不一致。", "已更正，重新下载即可。", 4),
        ("it@cedarbank.example", "account", "无法收到短信验证码", "更换手机号后收不到验证码。", "已为您解除旧号码，请重新绑定。", 2),
    ];

    private async Task SupportPlans(Dictionary<string, PartnerView> companies)
    {
        var support = await Person("support@vendor.example");
        await With((SetSupportPlan plans) => plans.Run(companies["northstar"].Number, "premium", support));
        await With((SetSupportPlan plans) => plans.Run(companies["rivergate"].Number, "standard", support));
    }

    /// <summary>A question of the month, answered, solved and confirmed; in the last month but one, another that nobody answered.</summary>
    private async Task Ask(Month month, Month thisMonth)
    {
        var (asker, category, title, text, answer, satisfaction) = Questions[month.Number % Questions.Length];
        var (by, support) = (await Person(asker), await Person("support@vendor.example"));
        var ticket = await Raise(new(category, TicketPriority.Normal, title, text, null), by);
        clock.MoveTo(clock.GetUtcNow().AddHours(month.Number % 4 == 0 ? 60 : 1));
        await With((AnswerTicket answers) => answers.Run(ticket.Id, answer, TicketState.Solved, [], support));
        clock.MoveTo(clock.GetUtcNow().AddHours(2));
        var words = satisfaction > 3 ? "回复清楚，谢谢。" : "希望回复再快一些。";
        await With((ConfirmSolution confirm) => confirm.Run(ticket.Id, satisfaction, words, by));
        if (month.Next.Next == thisMonth)
        {
            var late = new TicketForm("taxpayer-type", TicketPriority.Normal, "申请变更为一般纳税人", "公司本月起登记为一般纳税人，请变更纳税人类型。", null);
            await Raise(late, await Person("xu@harbour.example"));
        }
    }

    /// <summary>What the support people see today: new, in progress, waiting, solved.</summary>
    private async Task OpenTickets()
    {
        var (lin, support, operations) = (await Person("lin@northstar.example"), await Person("support@vendor.example"), await Person("operations@vendor.example"));
        var number = (await With((Partners partners) => partners.Find(lin.PartnerId)))!.Number;
        var profile = await Raise(new("company-profile", TicketPriority.Normal, "更新公司标识与简介", "公司更换了标识，请更新门户中的标识和简介，新的文件见附件。", null), lin,
            new SentFile("logo.pdf", new MemoryStream(Encoding.ASCII.GetBytes("%PDF-1.7 logo %%EOF"))));
        await With((ChangeProfile change) => change.Run(
            lin.PartnerId,
            new(profile.Number, "400-800-0101", "面向零售与制造企业的数据平台与人工智能服务。", "Data platforms and AI services for retail and manufacturing.", "https://northstar.example"),
            null, null, operations));
        var fault = await Raise(new("technical", TicketPriority.High, "推理服务响应变慢", "今天上午起推理服务延迟升高，客户业务受影响。", "莲花超市集团"), lin);
        await With((AssignTicket assign) => assign.Run(fault.Id, support.Account, support));
        await With((AnswerTicket answers) => answers.Run(fault.Id, "已定位到网络抖动，正在迁移实例。", TicketState.Working, [], support));
        await With((WriteNote notes) => notes.Run(fault.Id, "研发已介入，预计两小时内恢复。", support));
        var bill = await Raise(new("billing", TicketPriority.Normal, "账单中有一笔不认识的费用", "上月账单出现备份套餐费用，请说明。", null), await Person("it@lotusmart.example"));
        await With((AnswerTicket answers) => answers.Run(bill.Id, "请提供资源名称或账单行编号，以便核对。", TicketState.Waiting, [], support));
        var mobile = await Raise(new("account", TicketPriority.Normal, "为外派员工绑定境外手机号", "员工常驻新加坡，需要绑定 +65 的手机号。", null), lin);
        await With((AllowStaff allow) => allow.Run(number, "shen@people.example", mobile.Number, operations));
        await With((AnswerTicket answers) => answers.Run(mobile.Id, "已按例外流程绑定，请本人登录确认。", TicketState.Solved, [], support));
    }

    private async Task Announcements()
    {
        var (admin, today) = (await Person("admin@vendor.example"), new BusinessDay(clock).Today);
        await Announce(new(
            "新年度伙伴激励政策发布", "The partner incentives of the new year",
            "新年度的激励政策已发布，请在“激励政策”中查看。\n基数、门槛与返点比例有调整，自次年一月起执行。",
            "The incentives of the new year are out: see Incentive policies.\nBases, thresholds and rates change and hold from January on.",
            Audience.Partners, null, today.AddDays(-3), null, true));
        await Announce(new(
            "解决方案提供商线上交流会", "Online meeting for solution providers", "本月举办线上交流会，介绍新的支持计划与客户拓展经验，欢迎报名。",
            "This month's online meeting is about support plans and winning customers. Sign up and join.",
            Audience.Programmes, [nameof(PartnerProgram.SolutionProvider)], today.AddDays(-2), today.AddDays(30), false));
        await Announce(new(
            "华北区域维护通知", "Maintenance in the north region", "本周六凌晨 1 点至 3 点进行网络维护，期间连接可能短暂中断。",
            "On Saturday from 1 to 3 a.m. the network is maintained; connections may drop for a moment.",
            Audience.All, null, today.AddDays(-1), today.AddDays(14), false));
        var withdrawn = await Announce(new(
            "代金券活动", "Voucher campaign", "活动规则待更新。", "The terms of the campaign are being revised.",
            Audience.Customers, null, today.AddDays(-5), null, false));
        await With((WithdrawNews withdraw) => withdraw.Run(withdrawn, admin));
        var draft = new NewsForm(
            "年度伙伴大会", "The yearly partner conference", "时间与议程待定。", "Date and agenda will follow.",
            Audience.Partners, null, today.AddDays(10), null, false);
        await With((WriteNews write) => write.Run(draft, admin));
    }

    private async Task<Guid> Announce(NewsForm form)
    {
        var admin = await Person("admin@vendor.example");
        var id = await With((WriteNews write) => write.Run(form, admin));
        await With((PublishNews publish) => publish.Run(id, admin));
        return id;
    }

    private Task<Ticket> Raise(TicketForm form, Actor by, params SentFile[] files) => With((RaiseTicket raise) => raise.Run(form, files, by));
}
