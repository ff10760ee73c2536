using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Support.News;

/// <summary>Who is meant to read an announcement.</summary>
public enum Audience
{
    /// <summary>Partners and customers.</summary>
    [Words("所有伙伴和客户", "Partners and customers")]
    All,

    /// <summary>All partners.</summary>
    [Words("所有伙伴", "All partners")]
    Partners,

    /// <summary>Partners in programmes that are chosen.</summary>
    [Words("指定计划的伙伴", "Partners of chosen programmes")]
    Programmes,

    /// <summary>Customers.</summary>
    [Words("所有客户", "Customers")]
    Customers,
}

/// <summary>How an announcement stands.</summary>
public enum AnnouncementState
{
    /// <summary>Nobody else sees it.</summary>
    [Words("草稿", "Draft")]
    Draft,

    /// <summary>It can be read on the days that it names.</summary>
    [Words("已发布", "Published")]
    Published,

    /// <summary>It was taken back; old links say so.</summary>
    [Words("已撤回", "Withdrawn")]
    Withdrawn,
}

/// <summary>News (新闻动态) of the vendor: an announcement in both languages, for some or all of its partners and customers (R7.1.1).</summary>
internal sealed class Announcement
{
    private static readonly Flow<AnnouncementState> Flow = new("news")
    {
        { AnnouncementState.Draft, AnnouncementState.Published },
        { AnnouncementState.Published, AnnouncementState.Withdrawn },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string TitleZh { get; set; }

    public required string TitleEn { get; set; }

    public required string TextZh { get; set; }

    public required string TextEn { get; set; }

    public Audience Audience { get; set; }

    /// <summary>The codes of the programmes, for that audience.</summary>
    public List<string> Programmes { get; set; } = [];

    /// <summary>The first day on which it is seen.</summary>
    public DateOnly VisibleFrom { get; set; }

    /// <summary>The last day, included; null for no end.</summary>
    public DateOnly? VisibleTo { get; set; }

    /// <summary>Whether it stands above the others.</summary>
    public bool Pinned { get; set; }

    public AnnouncementState State { get; private set; } = AnnouncementState.Draft;

    public required string WrittenBy { get; set; }

    public DateTimeOffset WrittenAt { get; set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public LocalText Title => new(TitleZh, TitleEn);

    public LocalText Text => new(TextZh, TextEn);

    /// <summary>Whether its words can still be changed; what people have read stays as it was.</summary>
    public bool CanBeWritten => State == AnnouncementState.Draft;

    public void Publish(DateTimeOffset now) => (State, PublishedAt) = (Flow.Move(State, AnnouncementState.Published), now);

    public void Withdraw(DateTimeOffset now) => (State, WithdrawnAt) = (Flow.Move(State, AnnouncementState.Withdrawn), now);
}

/// <summary>That somebody has read an announcement.</summary>
[Untracked]
internal sealed class Reading
{
    public Guid AccountId { get; init; }

    public Guid AnnouncementId { get; init; }

    public DateTimeOffset ReadAt { get; init; }
}
