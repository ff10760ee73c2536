using PartnerCenter.Kernel;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Plans;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Host.Demo;

/// <summary>The service partner's plan: locked half a year ago, a quarter of it reviewed, the next one reported; and what waits to be signed.</summary>
internal sealed partial class DemoWorld
{
    /// <summary>The month in which the plan was locked: the first of the quarter before the last.</summary>
    private static Month PlanMonth(Month thisMonth) => Month.Of(QuarterOf(thisMonth).AddMonths(-6));

    private static DateOnly QuarterOf(Month month) => new(month.FirstDay.Year, ((month.Number - 1) / 3 * 3) + 1, 1);

    /// <summary>What happens on the first day of a month: the plan is locked, and three months later its first quarter is looked at.</summary>
    private async Task PlanOn(Month month, Month thisMonth)
    {
        var locked = PlanMonth(thisMonth);
        var (ding, manager) = (await Person("ding@stonebridge.example"), await Person("manager@vendor.example"));
        if (month == locked)
        {
            await With((JoinPath join) => join.Run(DevelopmentPath.Service, ding));
            var plan = await Sent(LockKind.BusinessPlan, month.FirstDay.Year, ding);
            await With((CounterSign sign) => sign.Return(plan, "请补充第四季度的方案目标。", manager));
            await With((WritePlan write) => write.Run(plan, Goals(1), ding));
            await With((SendLock send) => send.Run(plan, ding));
            await With((CounterSign sign) => sign.Run(plan, "目标一致，按季度回顾。", manager));
        }
        else if (month.FirstDay == QuarterOf(thisMonth).AddMonths(-3))
        {
            await With((OpenQuarterReviews open) => open.Run(new(clock.GetUtcNow()), null!, default));
            foreach (var review in await With((QuarterLists lists) => lists.Mine(ding)))
            {
                await With((ReportQuarter report) => report.Run(review.Id, new(review.Goal.Revenue * 1.1m, 3, 2, 1, "两家客户提前上线。"), ding));
                await With((ScheduleQuarterMeeting meeting) => meeting.Run(review.Id, clock.GetUtcNow().AddDays(5), "https://meeting.vendor.example/qbr-2", manager));
                await With((CloseQuarterReview close) => close.Run(
                    review.Id, "收入超额完成，下一季度重点是数据库迁移。", new SentFile("会议纪要.pdf", new MemoryStream("%PDF-1.7 minutes %%EOF"u8.ToArray())), manager));
            }
        }
    }

    /// <summary>Today: the last quarter is reported, the customer list waits to be counter-signed.</summary>
    private async Task Plans()
    {
        var (ding, manager) = (await Person("ding@stonebridge.example"), await Person("manager@vendor.example"));
        await With((OpenQuarterReviews open) => open.Run(new(clock.GetUtcNow()), null!, default));
        foreach (var review in (await With((QuarterLists lists) => lists.Mine(ding))).Where(one => one.State == QuarterState.Open))
        {
            await With((ReportQuarter report) => report.Run(review.Id, new(review.Goal.Revenue * 0.8m, 2, 2, 0, "一家客户推迟到下季度签约。"), ding));
            await With((ScheduleQuarterMeeting meeting) => meeting.Run(review.Id, clock.GetUtcNow().AddDays(4), "https://meeting.vendor.example/qbr-3", manager));
        }

        var year = new BusinessDay(clock).Today.Year;
        await Sent(LockKind.CustomerList, year, ding);
        foreach (var next in (await With((LockLists lists) => Task.FromResult(lists.Years))).Where(next => next > year))
        {
            await Sent(LockKind.BusinessPlan, next, ding);
        }
    }

    private async Task<Guid> Sent(LockKind kind, int year, Actor partner)
    {
        var id = await With((BeginLock begin) => begin.Run(kind, year, partner));
        _ = kind == LockKind.BusinessPlan
            ? await With((WritePlan write) => write.Run(id, Goals(0), partner))
            : await With((WriteCustomerList write) => write.Run(id, "东湖机械\n南岭银行\n白鹭港务\n青山钢铁", null, partner));
        await With((SendLock send) => send.Run(id, partner));
        return id;
    }

    private static PlanForm Goals(int lastSolutions) => new(
        "面向制造企业的上云规划、数据库迁移与云上运维。", "伙伴投入 12 名专职工程师；厂商提供架构师支持与培训名额。",
        "每季度两场客户研讨会；上半年完成 6 名工程师认证；下半年发布迁移方案。",
        [new(1_200_000, 2, 2, 0), new(1_500_000, 3, 2, 1), new(1_800_000, 3, 2, 0), new(2_400_000, 4, 1, lastSolutions)]);
}
