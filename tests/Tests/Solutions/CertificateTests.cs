using System.Text;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Solutions.Certificates;
using PartnerCenter.Solutions.Published;
using PartnerCenter.Tests.Paths;
using UglyToad.PdfPig;
using static PartnerCenter.Tests.Paths.PathsStory;

namespace PartnerCenter.Tests.Solutions;

/// <summary>What a certification is good for, and how it ends.</summary>
public sealed class CertificateTests(TestServer server)
{
    [Fact, Rule("R4.1.8", "R4.1.7")]
    public async Task A_certification_lasts_a_year_and_the_stage_falls_the_day_after_its_last()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("年限软件");
        await world.Certified(partner, SolutionLevel.AdvancedCloudSoftware);
        Assert.Equal(PathStage.Differentiation, await world.Stage(partner));
        Assert.Equal(new DateOnly(2025, 9, 1), await world.Scalar<DateOnly>("select valid_until from solutions.certification"));

        world.At(2025, 9, 1);
        await world.Lapse();
        Assert.Equal(PathStage.Differentiation, await world.Stage(partner));
        // A minute past midnight at GMT+08:00: the job of the solutions alone takes the stage along, in its transaction.
        world.Clock.MoveTo(new(2025, 9, 1, 16, 1, 0, TimeSpan.Zero));
        await world.Lapse();
        await world.Lapse();

        Assert.Equal(PathStage.Joined, await world.Stage(partner));
        Assert.Equal(new DateOnly(2025, 9, 2), await world.Scalar<DateOnly>("select stage_since from paths.member"));
        Assert.Equal("Lapsed", await world.Scalar<string>("select state from solutions.certification"));
    }

    [Fact, Rule("R4.1.7")]
    public async Task The_stage_goes_up_with_an_advanced_solution_and_down_when_the_vendor_withdraws_it()
    {
        await using var world = await World.New(server);
        var (partner, staff) = (await world.SoftwarePartner("升降软件"), await world.Staff(Role.EcosystemManager));
        await world.Certified(partner);
        await world.Certified(partner, SolutionLevel.AdvancedCloudSoftware);
        Assert.Equal(PathStage.Differentiation, await world.Stage(partner));
        var id = await world.Scalar<Guid>("select id from solutions.certification where level = 'AdvancedCloudSoftware'");

        Assert.Equal("access.denied", await No(() => world.Use((WithdrawCertification withdraw) => withdraw.Run(id, "不实", partner))));
        Assert.Equal("form.required", await No(() => world.Use((WithdrawCertification withdraw) => withdraw.Run(id, " ", staff))));
        Assert.True(await world.Use((WithdrawCertification withdraw) => withdraw.Run(id, "材料不实", staff)));

        Assert.Equal(PathStage.RoleCertification, await world.Stage(partner));
        Assert.Equal("solution-certificate.wrong-state", await No(() => world.Use((WithdrawCertification withdraw) => withdraw.Run(id, "再次", staff))));
        await world.Deliver();
        Assert.Equal(1L, await world.Scalar<long>("select count(*) from platform.notification where event = 'solutions.certification' and body_zh like '%材料不实%'"));
    }

    [Fact, Rule("R4.1.9")]
    public async Task The_certificate_is_a_pdf_with_a_code_by_which_anybody_sees_whether_it_holds()
    {
        await using var world = await World.New(server);
        var (partner, rival) = (await world.SoftwarePartner("证书软件"), await world.SoftwarePartner("旁观软件"));
        await world.Certified(partner);
        await world.Certified(partner, SolutionLevel.AdvancedCloudSoftware);
        var number = await world.Scalar<string>("select number from solutions.certification where level = 'CloudSoftware'");
        var code = await world.Scalar<string>($"select verify_code from solutions.certification where number = '{number}'");
        Assert.Matches("^[0-9a-f]{32}$", code);
        Assert.Equal(2L, await world.Scalar<long>("select count(distinct verify_code) from solutions.certification"));

        var link = "";
        var file = (await world.Use((SolutionCertificates certificates) => certificates.Pdf(number, partner, c => link = $"http://x/verify/solution/{c}")))!.Value;
        Assert.Equal(($"{number}.pdf", $"http://x/verify/solution/{code}"), (file.Name, link));
        using (var pdf = PdfDocument.Open(file.Pdf))
        {
            var text = new StringBuilder();
            foreach (var page in pdf.GetPages())
            {
                text.Append(page.Text);
            }

            Assert.All(["云软件方案证书", "证书软件", "能耗平台", number, "2024-09-02", "2025-09-01"], word => Assert.Contains(word, text.ToString(), StringComparison.Ordinal));
        }

        Assert.Null(await world.Use((SolutionCertificates certificates) => certificates.Pdf(number, rival, c => c)));
        var view = await world.Use((SolutionCertificates certificates) => certificates.Verify(code));
        Assert.Equal((true, "证书软件", "能耗平台"), (view!.Valid, view.CompanyName, view.SolutionName));
        Assert.Null(await world.Use((SolutionCertificates certificates) => certificates.Verify("none")));

        // Over its last day it says that it has lapsed, also before the night does; withdrawn, it says so.
        var other = await world.Scalar<Guid>($"select id from solutions.certification where number <> '{number}'");
        var staff = await world.Staff(Role.EcosystemManager);
        await world.Use((WithdrawCertification withdraw) => withdraw.Run(other, "材料不实", staff));
        var second = await world.Scalar<string>($"select verify_code from solutions.certification where id = '{other}'");
        view = await world.Use((SolutionCertificates certificates) => certificates.Verify(second));
        Assert.Equal((false, SolutionCertificateState.Withdrawn), (view!.Valid, view.State));
        world.At(2025, 9, 2);
        view = await world.Use((SolutionCertificates certificates) => certificates.Verify(code));
        Assert.Equal((false, SolutionCertificateState.Lapsed), (view!.Valid, view.State));
    }

    [Fact]
    public async Task The_partner_is_told_sixty_and_thirty_days_before_the_end_once_each()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("提醒软件");
        await world.Certified(partner);
        async Task<long> Told()
        {
            await world.Lapse();
            await world.Deliver();
            return await world.Scalar<long>("select count(*) from platform.notification where event = 'solutions.certification'");
        }

        world.At(2025, 7, 2);
        Assert.Equal(0L, await Told());
        world.At(2025, 7, 3);
        Assert.Equal((1L, 1L), (await Told(), await Told()));
        world.At(2025, 8, 2);
        Assert.Equal((2L, 2L), (await Told(), await Told()));
        world.At(2025, 9, 2);
        Assert.Equal((3L, 3L), (await Told(), await Told()));
    }

    [Fact]
    public async Task Applied_for_in_time_a_certification_begins_where_the_one_before_ends()
    {
        await using var world = await World.New(server);
        var partner = await world.SoftwarePartner("续期软件");
        var solution = await world.Certified(partner);
        world.At(2025, 7, 2);
        Assert.Equal("solutions.certified-already", await No(() => world.Apply(partner, solution)));
        world.At(2025, 7, 3);
        await world.ApproveAll(await world.Apply(partner, solution));

        Assert.Equal(new DateOnly(2026, 9, 1), await world.Scalar<DateOnly>("select max(valid_until) from solutions.certification"));
        Assert.Equal(new DateOnly(2025, 9, 2), await world.Scalar<DateOnly>("select max(valid_from) from solutions.certification"));
        world.At(2025, 9, 2);
        await world.Lapse();
        Assert.Equal(PathStage.RoleCertification, await world.Stage(partner));
    }
}
