using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Platform.Reviews;

/// <summary>What happens to a review when its time is over.</summary>
public enum ExpiryOutcome
{
    /// <summary>Nothing: it stays open and is shown as overdue.</summary>
    Stay,

    /// <summary>It counts as approved.</summary>
    Approve,

    /// <summary>It counts as rejected.</summary>
    Reject,
}

/// <summary>The unit in which a step's time is counted.</summary>
public enum DueUnit
{
    /// <summary>Working days of the official calendar.</summary>
    Workdays,

    /// <summary>Natural days.</summary>
    Days,
}

/// <summary>How long a step may take.</summary>
/// <param name="Count">How many.</param>
/// <param name="Unit">Of what.</param>
public sealed record DueTime(int Count, DueUnit Unit);

/// <summary>A step of a review: one person of a role decides it.</summary>
/// <param name="Name">What is decided.</param>
/// <param name="Role">The vendor role that decides.</param>
/// <param name="Due">How long it may take.</param>
/// <param name="RemindDaysBefore">How many natural days before its last day the deciders are reminded.</param>
public sealed record ReviewStep(LocalText Name, string Role, DueTime Due, int RemindDaysBefore);

/// <summary>A reason for which such applications are usually rejected, for the decider to choose and the applicant to read.</summary>
/// <param name="Code">Kept with the decision.</param>
/// <param name="Name">Its words.</param>
public sealed record RejectionReason(string Code, LocalText Name);

/// <summary>The flow of one kind of application (电子流): its steps, who decides, in which time, and what follows when time is over.</summary>
/// <param name="Name">What is applied for.</param>
/// <param name="Steps">In order; each must approve.</param>
/// <param name="OnExpiry">What happens when a step's last day has passed.</param>
/// <param name="RequiredDocuments">What the applicant must attach.</param>
/// <param name="RejectionReasons">Why it is usually rejected; none if left out.</param>
public sealed record ReviewDefinition(
    LocalText Name, IReadOnlyList<ReviewStep> Steps, ExpiryOutcome OnExpiry, IReadOnlyList<LocalText> RequiredDocuments,
    IReadOnlyList<RejectionReason>? RejectionReasons = null) : ITerms
{
    /// <summary>A reason by its code, or null.</summary>
    public RejectionReason? Reason(string? code) => RejectionReasons?.FirstOrDefault(reason => reason.Code == code);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Steps.Count == 0)
        {
            yield return "steps: at least one step is needed";
        }

        foreach (var same in (RejectionReasons ?? []).GroupBy(reason => reason.Code).Where(same => same.Count() > 1))
        {
            yield return $"rejectionReasons: {same.Key} stands there twice";
        }

        for (var i = 0; i < Steps.Count; i++)
        {
            if (!Access.Role.Vendor.Contains(Steps[i].Role))
            {
                yield return $"steps[{i}].role: {Steps[i].Role} is not a vendor role";
            }

            if (Steps[i].Due.Count < 1)
            {
                yield return $"steps[{i}].due.count: must be 1 or more";
            }
        }
    }
}
