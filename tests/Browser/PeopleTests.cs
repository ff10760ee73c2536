using Microsoft.Playwright;

namespace PartnerCenter.Browser;

/// <summary>A partner's people, as they themselves go through it: a member with its role and second factor, and an employee with its certificate.</summary>
public class PeopleTests(RunningProduct product) : Walk(product)
{
    [Fact]
    public async Task A_member_is_invited_signs_in_with_a_second_factor_sees_its_menu_and_is_refused_with_the_reason()
    {
        var admin = await Product.Be("lin@northstar.example");
        await admin.GotoAsync("/portal/members");
        await Field(admin, "Name").FillAsync("韩雪");
        await Field(admin, "Email").FillAsync("han@northstar.example");
        await Field(admin, "Mobile").FillAsync("13700040001");
        await Field(admin, "Role").SelectOptionAsync("partner-sales");
        await Press(admin, "发送邀请");
        await Assertions.Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("邀请已发送");

        var member = await Product.Visit();
        await member.GotoAsync(await LinkInMail("han@northstar.example"));
        await Field(member, "Password").FillAsync("short");
        await Press(member, "确定");
        await Assertions.Expect(member.GetByRole(AriaRole.Alert)).ToContainTextAsync("至少 15 位");
        await Field(member, "Password").FillAsync(Password);
        await Press(member, "确定");
        await SignIn(member, "han@northstar.example");
        await member.GotoAsync("/account/second-factor");
        var secret = await member.Locator("main code").First.InnerTextAsync();
        await Field(member, "Code").FillAsync(Totp(secret));
        await Press(member, "开启");
        await Assertions.Expect(member.Locator(".recovery-codes li")).ToHaveCountAsync(10);
        var recovery = await member.Locator(".recovery-codes code").First.InnerTextAsync();

        var again = await Product.Visit();
        await SignIn(again, "han@northstar.example");
        await Field(again, "Code").FillAsync(recovery);
        await Press(again, "验证");
        await Assertions.Expect(again.GetByRole(AriaRole.Status)).ToContainTextAsync("欢迎");
        var menu = await again.Locator(".navbar-nav a").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))");
        Assert.Contains("/portal/prospects", menu);
        Assert.DoesNotContain("/portal/bills", menu);
        Assert.DoesNotContain("/portal/members", menu);
        var refused = await again.GotoAsync("/portal/bills");
        Assert.Equal(403, refused!.Status);
        await Assertions.Expect(again.Locator("main")).ToContainTextAsync("缺少“");
        await Assertions.Expect(again.Locator("main")).ToContainTextAsync("lin@northstar.example");
    }

    [Fact]
    public async Task An_employee_is_invited_binds_uploads_a_certificate_that_is_reviewed_and_becomes_a_specialist()
    {
        var person = await Product.Visit();
        await person.GotoAsync("/register/person");
        foreach (var (name, value) in new[] { ("Name", "陆川"), ("Mobile", "13700040002"), ("Email", "lu@people.example"), ("Password", Password) })
        {
            await Field(person, name).FillAsync(value);
        }

        await Press(person, "注册");
        await SignIn(person, "lu@people.example", open: false);
        await person.GotoAsync("/account");
        await Field(person, "RealName").FillAsync("陆川");
        await Field(person, "Number").FillAsync("440308199901101512");
        await Press(person, "认证");
        await Assertions.Expect(person.GetByRole(AriaRole.Status)).ToContainTextAsync("实名认证已完成");

        var admin = await Product.Be("gao@rivergate.example");
        await admin.GotoAsync("/portal/specialists");
        await Field(admin, "Account").FillAsync("nobody@people.example");
        await Press(admin, "发送邀请");
        await Assertions.Expect(admin.GetByRole(AriaRole.Alert)).ToContainTextAsync("未查询到该账号");
        await Field(admin, "Account").FillAsync("lu@people.example");
        await Press(admin, "发送邀请");

        await person.GotoAsync(await LinkInMail("lu@people.example"));
        await person.Locator("[name='Form.Agreed']").CheckAsync();
        await Press(person, "接受");
        await Assertions.Expect(person.Locator("main")).ToContainTextAsync("江门数字渠道有限公司");
        await person.GotoAsync("/person/certificates");
        await Field(person, "Kind").SelectOptionAsync("HCIP");
        await Field(person, "Number").FillAsync("IP-2026-7788");
        await Field(person, "Title").FillAsync("云服务解决方案架构师");
        await Field(person, "IssuedOn").FillAsync("2026-01-05");
        await Field(person, "ValidUntil").FillAsync("2029-01-05");
        await person.Locator("[name='File']").SetInputFilesAsync(new FilePayload { Name = "证书.pdf", MimeType = "application/pdf", Buffer = [.. "%PDF-1.7 x %%EOF"u8] });
        await Press(person, "上传并提交审核");
        await Assertions.Expect(person.Locator("main")).ToContainTextAsync("审核中");

        await Approve("IP-2026-7788");
        await admin.GotoAsync("/portal/specialists");
        await admin.Locator("main tbody a", new() { HasText = "陆川" }).ClickAsync();
        await Assertions.Expect(admin.Locator("main")).ToContainTextAsync("IP-2026-7788");
        await Field(admin, "Path").SelectOptionAsync("service");
        await Press(admin, "提交申请");
        await Approve("陆川 · 服务合作伙伴");
        await person.GotoAsync("/person");
        await Assertions.Expect(person.Locator("main")).ToContainTextAsync("服务合作伙伴 · 项目专员");
    }

    /// <summary>What an authenticator app shows now (RFC 6238).</summary>
    private static string Totp(string secret) => new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp();
}
