using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Support.Tickets;

/// <summary>How much it presses.</summary>
public enum TicketPriority
{
    /// <summary>A question, a wish.</summary>
    [Words("一般", "Normal")]
    Normal,

    /// <summary>Work is held up.</summary>
    [Words("紧急", "High")]
    High,

    /// <summary>Business stands still.</summary>
    [Words("特急", "Urgent")]
    Urgent,
}

/// <summary>What a ticket is about.</summary>
/// <param name="Code">Its name in addresses and API.</param>
/// <param name="Name">Its name.</param>
/// <param name="Hint">What to write, or attach.</param>
/// <param name="Partners">Whether a partner's people can choose it.</param>
/// <param name="Customers">Whether customers can.</param>
internal sealed record TicketCategory(string Code, LocalText Name, LocalText Hint, bool Partners, bool Customers);

/// <summary>A support plan (R2.2).</summary>
/// <param name="Code">Its name in the data.</param>
/// <param name="Name">Its name.</param>
/// <param name="RaisesEscalated">Whether a ticket that the partner raises for a customer of its own counts one priority higher.</param>
internal sealed record SupportPlan(string Code, LocalText Name, bool RaisesEscalated);

/// <summary>Until when a ticket is to be answered and solved, in working hours. The row of a category goes before the one of all.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Priority">The priority.</param>
/// <param name="FirstResponse">Hours to the first answer.</param>
/// <param name="Solution">Hours to the solution.</param>
/// <param name="Category">The category; null for all others.</param>
internal sealed record ServiceTarget(string Plan, TicketPriority Priority, int FirstResponse, int Solution, string? Category = null);

/// <summary>What people can ask and how soon they are helped (R6.0, R2.2). Deciding day: the day on which a ticket is raised.</summary>
/// <param name="OpensAt">First hour of a working day.</param>
/// <param name="ClosesAt">The hour that is no longer worked.</param>
/// <param name="CloseAfterWorkdays">How long a solution can be answered before the ticket closes by itself.</param>
/// <param name="RemindHoursBefore">How many working hours before a ticket is due its assignee is reminded.</param>
/// <param name="MostFiles">How many files one message takes.</param>
/// <param name="EscalateTo">The vendor's roles that hear of what is overdue.</param>
/// <param name="Categories">What a ticket can be about.</param>
/// <param name="Plans">The support plans; the first is the one of whoever was given none.</param>
/// <param name="Targets">The service level.</param>
internal sealed record TicketTerms(
    TimeOnly OpensAt, TimeOnly ClosesAt, int CloseAfterWorkdays, int RemindHoursBefore, int MostFiles, IReadOnlyList<string> EscalateTo,
    IReadOnlyList<TicketCategory> Categories, IReadOnlyList<SupportPlan> Plans, IReadOnlyList<ServiceTarget> Targets) : ITerms
{
    public const string Rule = "support.tickets";

    public WorkingHours Hours(Workdays workdays) => new(workdays, OpensAt, ClosesAt);

    /// <summary>The plan of a code, or the one of whoever was given none.</summary>
    public SupportPlan Plan(string? code) => Plans.FirstOrDefault(plan => plan.Code == code) ?? Plans[0];

    /// <summary>What somebody on that side can choose.</summary>
    public IEnumerable<TicketCategory> For(ActorKind kind) => Categories.Where(c => kind == ActorKind.Customer ? c.Customers : c.Partners);

    /// <summary>A category's name; its code if this version has none of that code.</summary>
    public string NameOf(string category) => Categories.FirstOrDefault(c => c.Code == category)?.Name.ToString() ?? category;

    /// <summary>The most specific row.</summary>
    public ServiceTarget Target(string plan, TicketPriority priority, string category) =>
        Rows(plan, priority).SingleOrDefault(t => t.Category == category) ?? Rows(plan, priority).Single(t => t.Category is null);

    public IEnumerable<string> Problems()
    {
        if (OpensAt >= ClosesAt)
        {
            yield return "closesAt: must be after opensAt";
        }

        if (CloseAfterWorkdays < 1)
        {
            yield return "closeAfterWorkdays: must be 1 or more";
        }

        if (Plans.Count == 0)
        {
            yield return "plans: there must be one";
        }

        foreach (var role in EscalateTo.Except(Role.Vendor))
        {
            yield return $"escalateTo: {role} is no role of the vendor";
        }

        foreach (var twice in Categories.GroupBy(c => c.Code).Where(g => g.Count() > 1))
        {
            yield return $"categories: {twice.Key} stands there twice";
        }

        foreach (var problem in Gaps().Concat(Targets.SelectMany(Problems)))
        {
            yield return problem;
        }
    }

    private IEnumerable<string> Gaps() =>
        from plan in Plans
        from priority in Enum.GetValues<TicketPriority>()
        where Rows(plan.Code, priority).Count(t => t.Category is null) != 1
        select $"targets: {plan.Code}, {priority} needs one row without a category";

    private IEnumerable<string> Problems(ServiceTarget target, int place)
    {
        if (target.FirstResponse < 1 || target.Solution < target.FirstResponse)
        {
            yield return $"targets[{place}]: the first response must take an hour or more, and the solution no less";
        }

        if (target.Category is not null && Categories.All(c => c.Code != target.Category))
        {
            yield return $"targets[{place}].category: there is no {target.Category}";
        }

        if (Targets.Take(place).Any(t => (t.Plan, t.Priority, t.Category) == (target.Plan, target.Priority, target.Category)))
        {
            yield return $"targets[{place}]: stands there twice";
        }
    }

    private IEnumerable<ServiceTarget> Rows(string plan, TicketPriority priority) => Targets.Where(t => t.Plan == plan && t.Priority == priority);
}
