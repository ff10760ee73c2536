using PartnerCenter.Identity.Published;
using PartnerCenter.Network;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Company;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;

namespace PartnerCenter.Host.Demo;

/// <summary>What the companies of the story do about themselves: business information, a further account, their licence.</summary>
internal sealed partial class DemoWorld
{
    /// <summary>Those who will be paid certify their business information: they name the amount that the bank has paid.</summary>
    private async Task Certify()
    {
        var partners = new[] { "lin@northstar.example", "gao@rivergate.example", "xu@harbour.example", "shao@eastgate.example" };
        var submitted = new List<(Guid Id, Actor By)>();
        foreach (var email in partners)
        {
            var by = await Person(email);
            submitted.Add((await Submit(by, "招商银行", $"7559 1234 5678 {submitted.Count + 1:000}"), by));
        }

        clock.MoveTo(clock.GetUtcNow().AddHours(2));
        await Deliver();
        foreach (var (id, by) in submitted)
        {
            await With((ConfirmAmount confirm) => confirm.Run(id, bank[id].ToString(), by));
        }
    }

    /// <summary>One whose small amount waits to be confirmed, and one that the supplier records contradict.</summary>
    private async Task OpenCertifications()
    {
        clock.MoveTo(today.GetUtcNow().AddHours(-2));
        var (clearspring, summit, operations) =
            (await Person("wang@clearspring.example"), await Person("tang@summit.example"), await Person("operations@vendor.example"));
        var known = (await With((PartnerLists lists) => lists.Own(summit))).Partner;
        await With((SupplierRecords records) => records.Enter([new(known.CompanyCode, known.CompanyName, "中国银行", "6217 0000 1111 2222")], operations));
        await Submit(clearspring, "中国建设银行", "4400 1122 3344 5566");
        await Submit(summit, "招商银行", "7559 8888 6666 001");
        clock.MoveTo(today.GetUtcNow());
        await Deliver();
    }

    private async Task<Guid> Submit(Actor by, string bank, string account)
    {
        var company = (await With((PartnerLists lists) => lists.Own(by))).Partner.CompanyName;
        return await With((CertifyCompany certify) =>
            certify.Run(new(BankAccountKind.Company, company, bank, "深圳分行", "308584000013", account, Personas.Password), by));
    }

    /// <summary>A company's further account, by the link that its main account made.</summary>
    private async Task FurtherAccount()
    {
        var main = await Person("lin@northstar.example");
        var company = (await With((PartnerLists lists) => lists.Own(main))).Partner;
        await With(async (Accounts accounts, JoinNetwork joining) =>
        {
            var (actor, realName) = await accounts.AddCompany(
                company.CompanyName, company.CompanyCode, "罗文 Luo Wen", "luo@northstar.example", "13800010010", Personas.Password);
            await joining.Run(new("罗文", "解决方案经理", "13800010010", "luo@northstar.example", null, true), realName, actor, CancellationToken.None);
        });
    }

    /// <summary>A licence in force, and a change of it that waits for the reviewer.</summary>
    private async Task License()
    {
        var main = await Person("lin@northstar.example");
        var company = (await With((PartnerLists lists) => lists.Own(main))).Partner;
        var form = new LicenseForm(
            company.CompanyCode, company.CompanyName, "1000 万元人民币", new(2015, 6, 18), "长期", "林海", "深圳市南山区科技园 1 号", "518057", "软件开发；信息系统集成服务");
        var id = await Send(form, main);
        await Approve(id, await Person("reviewer@vendor.example"));
        clock.MoveTo(clock.GetUtcNow().AddMinutes(1));
        await Send(form with { Capital = "2000 万元人民币" }, main);
    }

    private async Task<Guid> Send(LicenseForm form, Actor by)
    {
        using var file = new MemoryStream();
        using (var pages = new PdfPages(file, "营业执照", created: clock.GetUtcNow()))
        {
            pages.Centered("营业执照", 24, accent: true);
            pages.Facts([("名称", form.Name!), ("统一社会信用代码", form.Code!), ("注册资本", form.Capital!), ("法定代表人", form.LegalPerson!)]);
        }

        file.Position = 0;
        return await With((ChangeLicense change) => change.Run(form, "营业执照.pdf", file, by));
    }
}
