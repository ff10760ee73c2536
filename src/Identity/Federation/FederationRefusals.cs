using PartnerCenter.Kernel;

namespace PartnerCenter.Identity.Federation;

/// <summary>What people read who could not sign in by the OpenID provider.</summary>
internal static class OidcRefusals
{
    public static readonly Dictionary<string, LocalText> All = new()
    {
        ["identity.oidc-failed"] = new("统一登录未完成，请重试。", "The sign-in was not completed. Try again."),
        ["identity.oidc-away"] = new("身份提供方暂时无法访问，请稍后重试，或使用密码登录。",
            "The identity provider cannot be reached. Try again later, or sign in with your password."),
        ["identity.oidc-unverified"] = new("身份提供方没有给出已验证的邮箱，无法登录。请联系其管理员。",
            "The identity provider gave no verified e-mail address. Ask its administrator."),
        ["identity.oidc-unknown"] = new("您的邮箱没有可以这样登录的账号。请联系平台管理员。",
            "There is no account for your e-mail address that can be entered like this. Ask the administrator."),
        ["identity.oidc-unconfirmed"] = new("该账号的邮箱尚未确认。请先用“忘记密码”重新设置一次密码。",
            "The e-mail address of this account has not been confirmed. Set a password once by \"Forgotten password\" first."),
    };

    /// <summary>What a sign-in by the provider may be refused for, as the sign-in page takes it from its address.</summary>
    public static bool Knows(string? code) =>
        code is not null && (All.ContainsKey(code) || code is "identity.disabled" or "identity.console-only");
}

/// <summary>What is said when a response of a partner's platform is not taken, and at the settings of its identity provider.</summary>
internal static class SamlRefusals
{
    public static readonly Dictionary<string, LocalText> All = new()
    {
        ["identity.saml-site"] = new("平台尚未设置访问地址（Site），联合登录不可用。请联系平台管理员。",
            "Federation does not work yet: the operator has not said where this site is reached (setting Site)."),
        ["identity.saml-unreadable"] = new("收到的内容不是有效的 SAML 响应。", "What arrived is not a SAML response that can be read."),
        ["identity.saml-structure"] = new("SAML 响应的结构不符合要求：应只包含一个签名断言。",
            "The SAML response is not built as it must be: one signed assertion and nothing beside it."),
        ["identity.saml-status"] = new("您的平台没有确认登录。请在平台上重新登录。", "Your platform did not confirm the sign-in. Sign in there again."),
        ["identity.saml-issuer"] = new("响应来自其他身份提供方，不是该伙伴登记的。", "The response comes from another identity provider than the partner's."),
        ["identity.saml-signature"] = new("断言没有有效签名。", "The assertion bears no valid signature of the partner's identity provider."),
        ["identity.saml-audience"] = new("断言不是发给本站的（Audience 不符）。", "The assertion is for another audience."),
        ["identity.saml-recipient"] = new("断言不是发到本地址的（Recipient 不符）。", "The assertion is for another recipient."),
        ["identity.saml-early"] = new("断言尚未生效。请检查平台的系统时间。", "The assertion is not valid yet. Is the platform's clock right?"),
        ["identity.saml-expired"] = new("断言已过期，请重新登录。", "The assertion has expired. Sign in again."),
        ["identity.saml-request"] = new("这不是对当前浏览器登录请求的响应，或请求已超过 10 分钟。请重新登录。",
            "This does not answer a request of this browser, or the request is older than ten minutes. Sign in again."),
        ["identity.saml-repeated"] = new("该响应已使用过，请重新登录。", "This response was used already. Sign in again."),
        ["identity.saml-name"] = new("断言没有可长期识别客户的 NameID。", "The assertion has no NameID that stays the same for a customer."),
        ["identity.saml-entity"] = new("实体 ID 不能包含空格。", "An entity ID contains no spaces."),
        ["identity.saml-url"] = new("请填写 https 地址。", "Give an https address."),
        ["identity.saml-metadata"] = new("该地址的内容不是 SAML 元数据。请检查地址，或手工填写设置。",
            "What lies at this address is not SAML metadata. Check the address, or type the settings."),
        ["identity.saml-metadata-provider"] = new("元数据中应有且只有一个身份提供方。请填写您的身份提供方自己的元数据地址。",
            "The metadata must describe one identity provider. Give the address of your provider's own."),
        ["identity.saml-metadata-binding"] = new("该身份提供方没有 HTTP-Redirect 绑定的登录地址。请在其设置中启用。",
            "The provider names no sign-on address with HTTP redirect binding. Switch it on there."),
        ["identity.saml-metadata-certificate"] = new("元数据中没有可读取的签名证书。请手工填写。", "The metadata holds no signing certificate that can be read. Paste it by hand."),
        ["identity.saml-certificates"] = new("无法读取证书，请粘贴 PEM 格式的 X.509 证书。",
            "The certificate cannot be read. Paste an X.509 certificate as PEM."),
        ["identity.saml-private-key"] = new("这里面有私钥！私钥不能交给任何人，请只粘贴证书，并更换该私钥。",
            "There is a private key in this! It is for nobody's eyes: paste the certificate alone, and replace that key."),
        ["identity.saml-key"] = new("证书的公钥必须是 {0} 位或以上的 RSA。", "The certificate's key must be RSA of {0} bits or more."),
        ["identity.saml-too-many"] = new("最多 {0} 个证书。", "At most {0} certificates."),
        ["identity.saml-certificate-over"] = new("没有在有效期内的签名证书。请伙伴管理员更新。",
            "No signing certificate is valid today. The partner's administrator must give a new one."),
    };
}
