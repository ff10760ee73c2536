using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Benefits;

/// <summary>How a test voucher stands. Approved is not granted: operations issue it in between.</summary>
public enum TestVoucherState
{
    /// <summary>The vendor reviews it; its amount counts against the cap already.</summary>
    [Words("审核中", "In review")]
    InReview,

    /// <summary>Agreed to, not issued yet.</summary>
    [Words("审核通过", "Approved")]
    Approved,

    /// <summary>Issued.</summary>
    [Words("权益已发放", "Granted")]
    Granted,

    /// <summary>Refused; its amount is free again.</summary>
    [Words("未通过", "Rejected")]
    Rejected,

    /// <summary>What entitled to it has ended before it was issued.</summary>
    [Words("已失效", "Lapsed")]
    Lapsed,
}

/// <summary>A voucher for the cloud resources of building and testing a solution (测试券), from its application on.</summary>
internal sealed class TestVoucher : IPartnerRow
{
    private static readonly Flow<TestVoucherState> Flow = new("test-voucher")
    {
        { TestVoucherState.InReview, TestVoucherState.Approved, TestVoucherState.Rejected, TestVoucherState.Lapsed },
        { TestVoucherState.Approved, TestVoucherState.Granted, TestVoucherState.Lapsed },
    };

    /// <summary>States whose amount counts against the cap.</summary>
    public static readonly TestVoucherState[] Counting = [TestVoucherState.InReview, TestVoucherState.Approved, TestVoucherState.Granted];

    /// <summary>Made by the caller, so that a repeat meets it.</summary>
    public Guid Id { get; init; }

    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    /// <summary>The company that the cap belongs to; it may have further accounts.</summary>
    public Guid LegalEntityId { get; init; }

    public required string CompanyName { get; init; }

    public Guid SolutionId { get; init; }

    public required string SolutionName { get; init; }

    /// <summary>The year of the application, whose cap it counts against.</summary>
    public int Year { get; init; }

    public decimal Amount { get; init; }

    public required string Reason { get; init; }

    public DateOnly PlannedFrom { get; init; }

    public DateOnly PlannedTo { get; init; }

    /// <summary>The shared list of the price calculator with the resources needed.</summary>
    public required string Configuration { get; init; }

    public Guid[] Documents { get; init; } = [];

    public TestVoucherState State { get; private set; } = TestVoucherState.InReview;

    /// <summary>The version of <see cref="TestVoucherTerms"/> that it is judged by.</summary>
    public required string Policy { get; init; }

    public DateTimeOffset AppliedAt { get; init; }

    public DateOnly? GrantedOn { get; private set; }

    /// <summary>Its last day, once it is issued.</summary>
    public DateOnly? ValidUntil { get; private set; }

    public void End(TestVoucherState outcome) => State = Flow.Move(State, outcome);

    public void Grant(DateOnly today, int months)
    {
        State = Flow.Move(State, TestVoucherState.Granted);
        (GrantedOn, ValidUntil) = (today, today.AddMonths(months).AddDays(-1));
    }
}
