using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Support.Pages;

// The pages that partners and customers share: one page, an address in each portal, and who may open it there.

/// <summary>The tickets of a partner.</summary>
[Route("/portal/tickets"), Authorize(PlatformPermissions.Portal)]
public sealed class PartnerTicketsPage : TicketsPage;

/// <summary>The tickets of a customer.</summary>
[Route("/customer/tickets"), Authorize(PlatformPermissions.CustomerPortal)]
public sealed class CustomerTicketsPage : TicketsPage;

/// <summary>A new ticket of a partner.</summary>
[Route("/portal/tickets/new"), Authorize(PlatformPermissions.Portal)]
public sealed class PartnerNewTicketPage : NewTicketPage;

/// <summary>A new ticket of a customer.</summary>
[Route("/customer/tickets/new"), Authorize(PlatformPermissions.CustomerPortal)]
public sealed class CustomerNewTicketPage : NewTicketPage;

/// <summary>A ticket of a partner.</summary>
[Route("/portal/tickets/{Id:guid}"), Authorize(PlatformPermissions.Portal)]
public sealed class PartnerTicketPage : TicketPage;

/// <summary>A ticket of a customer.</summary>
[Route("/customer/tickets/{Id:guid}"), Authorize(PlatformPermissions.CustomerPortal)]
public sealed class CustomerTicketPage : TicketPage;

/// <summary>The news of a partner.</summary>
[Route("/portal/news"), Authorize(PlatformPermissions.Portal)]
public sealed class PartnerNewsPage : NewsPage;

/// <summary>The news of a customer.</summary>
[Route("/customer/news"), Authorize(PlatformPermissions.CustomerPortal)]
public sealed class CustomerNewsPage : NewsPage;

/// <summary>An announcement of a partner.</summary>
[Route("/portal/news/{Id:guid}"), Authorize(PlatformPermissions.Portal)]
public sealed class PartnerNewsItemPage : NewsItemPage;

/// <summary>An announcement of a customer.</summary>
[Route("/customer/news/{Id:guid}"), Authorize(PlatformPermissions.CustomerPortal)]
public sealed class CustomerNewsItemPage : NewsItemPage;
