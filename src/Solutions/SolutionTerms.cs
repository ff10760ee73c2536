using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Solutions;

/// <summary>What can come with an application (R4.1.3).</summary>
public enum MaterialKind
{
    /// <summary>The certificate of software copyright (软著), needed by every way (R4.1.6).</summary>
    [Words("软件著作权登记证书", "Software copyright certificate")]
    SoftwareCopyright,

    /// <summary>The filled form of the foundational technical review (FTR).</summary>
    [Words("基础技术审核（FTR）自检表", "Self-check of the technical review (FTR)")]
    SelfCheck,

    /// <summary>What proves the answers of the self-check.</summary>
    [Words("自检证明材料", "Documents that support the self-check")]
    SelfCheckProof,

    /// <summary>The solution on one page (一指禅).</summary>
    [Words("方案介绍一指禅", "One-pager of the solution")]
    OnePager,

    /// <summary>The report of its tests.</summary>
    [Words("测试报告", "Test report")]
    TestReport,
}

/// <summary>How a solution comes to its certification (R4.1.4, R4.1.5).</summary>
public enum CertificationRoute
{
    /// <summary>The vendor reviews what it is.</summary>
    [Words("FTR 及方案评审", "Technical review")]
    TechnicalReview,

    /// <summary>It was launched as a baseline solution led by the partner.</summary>
    [Words("伙伴主导的基线解决方案上市", "Launched as a baseline solution led by the partner")]
    BaselineLaunch,

    /// <summary>It has the technical certification of an ecosystem special.</summary>
    [Words("生态专项技术认证", "Technical certification of an ecosystem special")]
    SpecialCertification,
}

/// <summary>One way to a level.</summary>
/// <param name="Level">To which.</param>
/// <param name="Route">How.</param>
/// <param name="Review">The review that decides.</param>
/// <param name="Material">What must come with the application.</param>
/// <param name="Architecture">Whether the architecture must be built on enough services of the lists ("3 or 1").</param>
public sealed record CertificationWay(
    SolutionLevel Level, CertificationRoute Route, string Review, IReadOnlyList<MaterialKind> Material, bool Architecture);

/// <summary>A name with a code: an industry, an ecosystem special.</summary>
/// <param name="Code">How files and requests write it.</param>
/// <param name="Name">Its name.</param>
public sealed record Named(string Code, LocalText Name);

/// <summary>A cloud service; its short name is its code.</summary>
/// <param name="Code">Its short name.</param>
/// <param name="Name">Its name in Chinese; in English it goes by its short name.</param>
public sealed record CloudService(string Code, string Name);

/// <summary>The services of a product department.</summary>
/// <param name="Department">The department's name.</param>
/// <param name="Services">Its services.</param>
public sealed record ServiceGroup(LocalText Department, IReadOnlyList<CloudService> Services);

/// <summary>How solutions are certified. Deciding day: that of the application.</summary>
/// <param name="Ways">The ways to each level.</param>
/// <param name="Industries">The industries that solutions are for.</param>
/// <param name="Specials">The ecosystem specials.</param>
/// <param name="KeyNeeded">So many key services are enough for an advanced architecture (R4.1.5).</param>
/// <param name="HighOrderNeeded">Or so many high-order services.</param>
/// <param name="KeyServices">The key services (重点云服务).</param>
/// <param name="HighOrderServices">The high-order services (高阶云服务).</param>
/// <param name="Months">How long a certification holds (R4.1.8).</param>
/// <param name="NoticeDays">So many days before its end the partner is told; from the first of them on it can be applied for anew.</param>
public sealed record SolutionTerms(
    IReadOnlyList<CertificationWay> Ways, IReadOnlyList<Named> Industries, IReadOnlyList<Named> Specials, int KeyNeeded, int HighOrderNeeded,
    IReadOnlyList<ServiceGroup> KeyServices, IReadOnlyList<ServiceGroup> HighOrderServices, int Months, IReadOnlyList<int> NoticeDays) : ITerms
{
    /// <summary>The rule that holds them.</summary>
    public const string Rule = "solutions.certification";

    /// <summary>How many days before its end a certification can be applied for anew.</summary>
    public int RenewalDays => NoticeDays.Max();

    /// <summary>A way, or null if a level has none of that kind.</summary>
    public CertificationWay? Way(SolutionLevel level, CertificationRoute route) => Ways.FirstOrDefault(way => way.Level == level && way.Route == route);

    /// <summary>An industry by its code, or null.</summary>
    public Named? Industry(string? code) => Industries.FirstOrDefault(one => one.Code == code);

    /// <summary>An ecosystem special by its code, or null.</summary>
    public Named? Special(string? code) => Specials.FirstOrDefault(one => one.Code == code);

    /// <summary>Whether a service is on one of the lists.</summary>
    public bool Knows(string service) => Count(KeyServices, [service]) + Count(HighOrderServices, [service]) > 0;

    /// <summary>The architecture meets "3 or 1" with enough high-order or enough key services; the two are not added up.</summary>
    public bool IsAdvanced(IReadOnlyCollection<string> services) =>
        Count(KeyServices, services) >= KeyNeeded || Count(HighOrderServices, services) >= HighOrderNeeded;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        foreach (var way in Ways.Where(way => !way.Material.Contains(MaterialKind.SoftwareCopyright)))
        {
            yield return $"ways: {way.Level}, {way.Route}: the software copyright certificate is missing";
        }

        foreach (var twice in Ways.GroupBy(way => (way.Level, way.Route)).Where(group => group.Count() > 1))
        {
            yield return $"ways: {twice.Key.Level}, {twice.Key.Route} stands there twice";
        }

        foreach (var twice in KeyServices.Concat(HighOrderServices).SelectMany(group => group.Services).GroupBy(one => one.Code)
            .Where(group => group.Count() > 1))
        {
            yield return $"keyServices, highOrderServices: {twice.Key} stands there twice";
        }

        if (KeyNeeded < 1 || HighOrderNeeded < 1 || Months < 1)
        {
            yield return "keyNeeded, highOrderNeeded, months: must be 1 or more";
        }

        if (NoticeDays.Count == 0 || NoticeDays.Any(days => days is < 1 or > 365))
        {
            yield return "noticeDays: one or more, each 1 to 365";
        }
    }

    private static int Count(IReadOnlyList<ServiceGroup> groups, IReadOnlyCollection<string> services) =>
        groups.SelectMany(group => group.Services).Count(service => services.Contains(service.Code));
}
