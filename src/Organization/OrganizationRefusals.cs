using PartnerCenter.Kernel;

namespace PartnerCenter.Organization;

/// <summary>The sentences with which this module says no.</summary>
internal static class OrganizationRefusals
{
    public static readonly IReadOnlyDictionary<string, LocalText> All = new Dictionary<string, LocalText>
    {
        ["organization.no-member"] = new("贵公司没有该成员。", "Your company has no such member."),
        ["organization.main-account"] = new("主账号的角色不能更改。", "The main account is not to be changed."),
        ["organization.no-role"] = new("请选择一个可分配的角色。", "Choose a role that can be given."),
        ["organization.too-many-roles"] = new("一个成员最多可有 {0} 个角色，请先收回一个。", "A member holds {0} roles at most; take one away first."),
        ["organization.no-supervisor"] = new("请选择一位客户经理主管。", "Choose an account manager supervisor."),
        ["organization.role-name"] = new("已有名为“{0}”的角色。", "There is a role {0} already."),
        ["organization.not-grantable"] = new("请选择角色可以拥有的权限。", "Choose permissions that a role can have."),
        ["organization.person-unknown"] = new(
            "未查询到该账号。请检查：账号是否属于本站点（各站点账号独立）；只能邀请个人账号，不能是企业账号或控制台（IAM）用户；填写的是账号名（注册邮箱），而不是昵称或租户名。",
            "There is no such account. Check that it belongs to this site (the sites share no accounts); that it is a personal account, not a company's or a console (IAM) user; and that you entered the account name (the registered e-mail address), not a nickname or tenant name."),
        ["organization.person-enterprise"] = new("该账号已实名认证为企业用户，只能邀请个人账号。", "This account is authenticated as a company's; only personal accounts can be invited."),
        ["organization.person-is-partner"] = new("该账号是合作伙伴账号，不能作为个人账号邀请。", "This account is a partner's own and cannot be invited as a person."),
        ["organization.no-partner"] = new("没有编号为“{0}”的伙伴。", "There is no partner {0}."),
        ["organization.person-mobile-region"] = new(
            "该账号的手机号属于其他地区，不能绑定。外派人员请提交“账号与登录”工单，由运营人员放行。",
            "This account's mobile number is of another region. For somebody posted abroad raise a ticket in the category Account and sign-in."),
        ["organization.person-bound-here"] = new("该账号已关联到贵公司。", "This account is bound to your company already."),
        ["organization.person-bound-elsewhere"] = new("该账号已与其他伙伴关联，需先解除关联。", "This account is bound to another partner; that must end first."),
        ["organization.person-no-real-name"] = new("该账号尚未实名认证，请本人在“个人资料”中完成后再邀请。", "The real name of this account is not authenticated; its owner does so under My account first."),
        ["organization.person-three-partners"] = new("该账号一年内已与 3 个伙伴关联过，暂不能再次关联。", "This account has been bound to 3 partners within a year; it cannot be bound again now."),
        ["organization.invitation-over"] = new("邀请已失效，请联系伙伴管理员重新发送。", "This invitation no longer works; ask the partner's administrator for a new one."),
        ["organization.consent-needed"] = new("请阅读并同意将证书信息共享给该伙伴。", "Read and agree that the partner sees your certificates."),
        ["organization.is-specialist"] = new("该成员是项目专员，请先取消项目专员，通过后再解除关联。", "This person is a specialist; have that cancelled first, then release it."),
        ["organization.learning-away"] = new("学习平台暂时不可用，请稍后重试。", "The learning platform cannot be reached now; try again later."),
        ["organization.certificate-kind"] = new("请选择证书类型。", "Choose a kind of certificate."),
        ["organization.certificate-known"] = new("证书 {0} 已登记。", "The certificate {0} is entered already."),
        ["organization.synchronised-kind"] = new("{0} 证书由学习平台自动同步，不能手工上传。", "{0} certificates come from the learning platform by themselves and cannot be uploaded."),
        ["organization.certificate-synchronised"] = new("从学习平台同步的证书不能删除或转移。", "A certificate of the learning platform can be neither deleted nor moved."),
        ["organization.certificate-elsewhere"] = new("证书 {0} 已在另一账号中；请先在该账号删除，再上传到本账号。", "The certificate {0} is in another account; delete it there, then upload it here."),
        ["organization.certificate-over"] = new("请核对证书日期：颁发日期不能晚于今天，有效期不能早于今天。", "Check the dates: issued not after today, valid not before today."),
        ["organization.no-path"] = new("请选择发展路径。", "Choose a development path."),
        ["organization.specialist-already"] = new("该成员已是“{0}”的项目专员（或在审核中）；一人同时只能属于一个路径，请先申请取消。", "This person is a specialist of {0} already, or in review: one path at a time; have that cancelled first."),
        ["organization.proof-needed"] = new("请上传在职证明；有有效证书的成员可不上传。", "Attach the employment proof; only somebody with a valid certificate needs none."),
        ["specialist.wrong-state"] = new("当前状态不能这样操作。", "That cannot be done in its present state."),
    };
}
