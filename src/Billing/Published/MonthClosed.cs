using PartnerCenter.Platform.Events;

namespace PartnerCenter.Billing.Published;

/// <summary>A month has been settled for good.</summary>
/// <param name="Month">2024-09.</param>
/// <param name="Partners">The partners that got a bill.</param>
public sealed record MonthClosed(string Month, IReadOnlyList<Guid> Partners) : IEvent;
