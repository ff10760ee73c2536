using PartnerCenter.Platform.Events;

namespace PartnerCenter.Customers.Published;

/// <summary>A partner has invited a prospect (R12.1.2.4).</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Prospect">The prospect.</param>
/// <param name="Mode">How it shall be associated.</param>
/// <param name="Online">Whether by a letter; otherwise by a link for handing over.</param>
public sealed record ProspectInvited(Guid Partner, Guid Prospect, AssociationMode Mode, bool Online) : IEvent;
