using PartnerCenter.Kernel;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Solutions.Certificates;

/// <summary>What there is to tell of a certification.</summary>
internal enum NewsKind
{
    /// <summary>Its end is near.</summary>
    [Words("方案认证即将到期", "A solution's certification ends soon")]
    EndsSoon,

    /// <summary>Its term is over.</summary>
    [Words("方案认证已失效", "A solution's certification has lapsed")]
    Lapsed,

    /// <summary>The vendor took it back.</summary>
    [Words("方案认证已被撤销", "A solution's certification was withdrawn")]
    Withdrawn,
}

/// <summary>Something has happened to a certification that its partner must know.</summary>
internal sealed record CertificationNews(Guid Partner, Guid Solution, string Name, string Number, DateOnly Until, NewsKind Kind, string? Reason) : IEvent
{
    public static CertificationNews Of(SolutionCertification c, NewsKind kind) =>
        new(c.PartnerId, c.SolutionId, c.SolutionName, c.Number, c.ValidUntil, kind, c.EndReason);
}

/// <summary>Tells the partner.</summary>
internal sealed class TellCertification(Notifier notifier) : IHandleLater<CertificationNews>
{
    public const string Notice = "solutions.certification";

    public Task Handle(CertificationNews happened, CancellationToken ct)
    {
        var (name, number, until) = (happened.Name, happened.Number, happened.Until);
        var body = happened.Kind == NewsKind.Withdrawn
            ? new LocalText($"{name}（{number}）：{happened.Reason}", $"{name} ({number}): {happened.Reason}")
            : new LocalText(
                $"{name}（{number}）的最后一天是 {until:yyyy-MM-dd}，请按现行要求重新认证。",
                $"The last day of {name} ({number}) is {until:yyyy-MM-dd}. Have it certified anew by what is asked for now.");
        return notifier.TellPartner(
            happened.Partner, SolutionsModule.See, new(Notice, Words.Of(happened.Kind), body, $"/portal/solutions/{happened.Solution}"), ct);
    }
}
