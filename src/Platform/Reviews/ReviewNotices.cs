using PartnerCenter.Kernel;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Platform.Reviews;

/// <summary>The kinds of notices about reviews.</summary>
internal static class ReviewNotices
{
    public const string Waits = "reviews.waits";
    public const string Outcome = "reviews.outcome";
}

/// <summary>Tells deciders that something waits for them.</summary>
internal sealed class TellDeciders(Notifier notifier) : IHandleLater<ReviewWaits>
{
    public Task Handle(ReviewWaits happened, CancellationToken ct)
    {
        var title = happened.Reminder
            ? new LocalText("审核即将到期", "An application is due soon")
            : new LocalText("有新的待审核申请", "An application waits for you");
        var body = new LocalText(
            $"{happened.Number} {happened.Title}，请在 {happened.DueOn:yyyy-MM-dd} 前处理。",
            $"{happened.Number} {happened.Title}. Last day: {happened.DueOn:yyyy-MM-dd}.");
        return notifier.TellVendor(happened.Role, new(ReviewNotices.Waits, title, body, $"/console/reviews/{happened.Review}"), ct);
    }
}

/// <summary>Tells the applicant how it went, by inbox, e-mail and SMS (R3.4a).</summary>
internal sealed class TellApplicant(Notifier notifier) : IHandleLater<ReviewEnded>, IHandleLater<ReviewReturned>
{
    public Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        var title = happened.Approved
            ? new LocalText("申请已通过", "Your application is approved")
            : new LocalText("申请未通过", "Your application is rejected");
        var (zh, en) = happened.Reason is { } reason ? ($"{reason.Zh}。", $"{reason.En}. ") : ("", "");
        var body = new LocalText($"{happened.Number}：{zh}{happened.Comment}", $"{happened.Number}: {en}{happened.Comment}");
        return notifier.TellAccount(happened.Applicant, new(ReviewNotices.Outcome, title, body, $"/reviews/{happened.Review}"), ct);
    }

    public Task Handle(ReviewReturned happened, CancellationToken ct) => notifier.TellAccount(
        happened.Applicant,
        new(
            ReviewNotices.Outcome,
            new("申请需要补充材料", "Your application needs completing"),
            new($"{happened.Number}：{happened.Comment}", $"{happened.Number}: {happened.Comment}"),
            $"/reviews/{happened.Review}"),
        ct);
}
