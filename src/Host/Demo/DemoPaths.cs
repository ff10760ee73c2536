using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Paths;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Published;
using PartnerCenter.Paths.Register;

namespace PartnerCenter.Host.Demo;

/// <summary>Partners on development paths: one whose stage follows its solutions, one that waits for its business plan review, one invited.</summary>
internal sealed partial class DemoWorld
{
    private async Task Paths(Dictionary<string, PartnerView> companies)
    {
        var (manager, reviewer) = (await Person("manager@vendor.example"), await Person("reviewer@vendor.example"));
        var (greenleaf, stonebridge) = (await Person("luo@greenleaf.example"), await Person("ding@stonebridge.example"));
        var today = new BusinessDay(clock).Today;
        await With((JoinPath join) => join.Run(DevelopmentPath.Software, greenleaf));
        await With((InviteToPath invite) => invite.Run(companies["summit"].Id, DevelopmentPath.Integration, manager));
        (string Partner, EvidenceKind Kind, string? Tag, string Number, string Title)[] entries =
        [
            ("greenleaf", EvidenceKind.ExamVoucher, null, "EV-26-0031", "HCCDP 考试券"),
            ("stonebridge", EvidenceKind.CapabilityTag, "database", "TAG-26-0412", "数据库迁移"),
            ("stonebridge", EvidenceKind.CapabilityTag, "security", "TAG-26-0413", "云上安全"),
        ];
        foreach (var (partner, kind, tag, number, title) in entries)
        {
            await With((EnterEvidence enter) => enter.Run(
                new(companies[partner].Number, kind, null, tag, number, title, null, today.AddMonths(-3), null), manager));
        }

        await Certify(stonebridge, reviewer, today);
        var file = "%PDF-1.7 employment proof %%EOF"u8.ToArray();
        var role = await With((ApplyForStage apply) => apply.Run(
            PathStage.RoleCertification,
            new(new("制造企业核心系统上云", "东湖机械", today.AddMonths(-4), true, null), companies["stonebridge"].CompanyName),
            [new("在职证明.pdf", new MemoryStream(file))], stonebridge));
        await Approve(role, reviewer);
        var differentiation = await With((ApplyForStage apply) => apply.Run(PathStage.Differentiation, new(null, null), [], stonebridge));
        await Approve(differentiation, reviewer);
        await With((HandInPlan handIn) => handIn.Run(
            differentiation, new("公司介绍.pdf", new MemoryStream(file)), new("商业计划.pdf", new MemoryStream(file)), "2020-1", stonebridge));
        await With((ScheduleMeeting schedule) => schedule.Run(
            differentiation, clock.GetUtcNow().AddDays(6), "https://meeting.vendor.example/bp-20", manager));
    }

    /// <summary>Two people of the service partner with what role certification asks for.</summary>
    private async Task Certify(Platform.Access.Actor partner, Platform.Access.Actor reviewer, DateOnly today)
    {
        (string Name, string Email, string Mobile, string[] Kinds)[] people =
        [
            ("贺铭 He Ming", "heming@people.example", "13800030011", ["HCCDA", "HCCDP", "HCSA", "HCSP"]),
            ("宋词 Song Ci", "songci@people.example", "13800030012", ["HCCDA", "HCCDP"]),
        ];
        foreach (var (name, email, mobile, kinds) in people)
        {
            await With((RegisterPerson register) => register.Run(new(email, mobile, Personas.Password, name)));
            var person = await Person(email);
            await With((AuthenticateRealName authenticate) => authenticate.Run(name, "11010519491231002X", person));
            foreach (var kind in kinds)
            {
                await With((LearningRegister register) => register.Add(
                    email, kind, $"{kind}-{mobile[^3..]}", "Cloud", today.AddMonths(-6), today.AddYears(2), reviewer));
            }

            await With((InviteStaff invite) => invite.Run(email, "http://localhost:8080", partner));
            var invitation = (await With((StaffLists lists) => lists.MyInvitations(person))).Single();
            await With((AnswerInvitation answer) => answer.Accept(invitation.Id, true, person));
            await With((SynchroniseCertificates synchronise) => synchronise.Own(person));
        }
    }
}
