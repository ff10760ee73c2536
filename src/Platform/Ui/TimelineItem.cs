namespace PartnerCenter.Platform.Ui;

/// <summary>An entry of a timeline.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Who">By whom.</param>
/// <param name="What">What happened.</param>
/// <param name="Comment">What was said; may be empty.</param>
/// <param name="Files">What was attached: names and where they can be downloaded.</param>
public sealed record TimelineItem(
    DateTimeOffset At, string Who, string What, string? Comment = null, IReadOnlyList<(string Name, string Link)>? Files = null);

/// <summary>A step of a ladder: from an amount on, a rate.</summary>
/// <param name="From">First amount that it holds for.</param>
/// <param name="Rate">0.04 for 4 %.</param>
public sealed record LadderStep(decimal From, decimal Rate);

/// <summary>A bar of a chart.</summary>
/// <param name="Label">Below it.</param>
/// <param name="Value">Its height.</param>
/// <param name="Link">Where it leads, if anywhere.</param>
public sealed record Bar(string Label, decimal Value, string? Link = null);
