using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Network.Certification;

/// <summary>Tells the partner how its certification stands, and operations where a bank letter is to be drafted.</summary>
internal sealed class TellCertification(Notifier notifier) : IHandleLater<CertificationMoved>, IHandleLater<BankLetterDrafted>
{
    public const string Notice = "network.certification";

    public const string LetterNotice = "network.bank-letter";

    public async Task Handle(CertificationMoved happened, CancellationToken ct)
    {
        if (Text(happened) is { } text)
        {
            await notifier.TellPartner(
                happened.Partner, NetworkModule.Certify, new(Notice, new("商业信息认证", "Business information"), text, "/portal/business-information"), ct);
        }

        if (happened is { State: CertificationState.Failed, Failure: CertificationFailure.SupplierRecord })
        {
            await notifier.TellVendor(
                Role.Operations,
                new(LetterNotice, new("待生成银行函", "A bank letter is to be drafted"), new(happened.Number, happened.Number), $"/console/certifications/{happened.Certification}"),
                ct);
        }
    }

    public Task Handle(BankLetterDrafted happened, CancellationToken ct) => notifier.TellPartner(
        happened.Partner,
        NetworkModule.Certify,
        new(
            Notice,
            new("银行函草稿已生成", "Your bank letter is ready"),
            new("请下载、盖章并上传扫描件。", "Download it, stamp it and upload the scan."),
            "/portal/business-information"),
        ct);

    private static LocalText? Text(CertificationMoved happened) => happened.State switch
    {
        CertificationState.InProgress => new("已向您的银行账户支付小额款项，请确认金额。", "A small amount was paid to your account; confirm it."),
        CertificationState.Certified => new("商业信息已认证。", "Your business information is certified."),
        CertificationState.ManualReview => new("已转人工审核。", "A person looks at it."),
        CertificationState.Failed => new($"认证失败：{Words.Of(happened.Failure!.Value).Zh}。", $"The certification failed: {Words.Of(happened.Failure!.Value).En}."),
        // Who gave other data knows that the earlier ones count no more.
        _ => null,
    };
}
