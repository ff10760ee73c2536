using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Identity.Published;
using PartnerCenter.Network.Published;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Organization;

/// <summary>Members and staff over JSON.</summary>
internal static class OrganizationApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Organisation");
        api.MapGet("/members", Members).RequireAuthorization(OrganizationModule.Manage).WithSummary("The partner's members, by name");
        api.MapPost("/members", AddMember).RequireAuthorization(OrganizationModule.Manage).WithSummary("Add a member; it is sent a link to set its password");
        api.MapPut("/members/{id:guid}/roles/{role}", GiveRole).RequireAuthorization(OrganizationModule.Manage).WithSummary("Give a member a role");
        api.MapDelete("/members/{id:guid}/roles/{role}", TakeRole).RequireAuthorization(OrganizationModule.Manage).WithSummary("Take a role away");
        api.MapGet("/specialists", Everybody).RequireAuthorization(OrganizationModule.SeeStaff).WithSummary("People of all partners, the newest first; search, partner (a number) and path narrow it");
        api.MapGet("/staff", Staff).RequireAuthorization(OrganizationModule.ManageStaff).WithSummary("Personal accounts bound to the partner");
        api.MapGet("/staff/{account:guid}", Person).RequireAuthorization(OrganizationModule.ManageStaff).WithSummary("One of them with its certificates");
        api.MapDelete("/staff/{account:guid}", Unbind).RequireAuthorization(OrganizationModule.ManageStaff).WithSummary("Release somebody");
        api.MapPost("/staff-invitations", Invite).RequireAuthorization(OrganizationModule.ManageStaff).WithSummary("Invite a personal account");
        api.MapGet("/staff-exceptions", Exceptions).RequireAuthorization(OrganizationModule.AllowStaff).WithSummary("Who may be bound although the mobile number is of another region");
        api.MapPost("/staff-exceptions", Except).RequireAuthorization(OrganizationModule.AllowStaff).WithSummary("Let somebody be bound, on the partner's ticket");
        api.MapGet("/me/certificates", Certificates).RequireAuthorization(OrganizationModule.OwnQualifications).WithSummary("One's own certificates");
    }

    private static async Task<Ok<List<MemberView>>> Members(HttpContext http, Members members) => TypedResults.Ok(
        (await members.List(http.Actor(), http.RequestAborted)).Select(row => MemberView.Of(row.Account, row.Supervisor)).ToList());

    private static async Task<Created<Made>> AddMember(HttpContext http, Members members, MemberWish wish)
    {
        var id = await members.Add(wish.Name, wish.Email, wish.Mobile, wish.Role, Site(http), http.Actor(), http.RequestAborted);
        return TypedResults.Created($"/api/v1/members/{id}", new Made(id));
    }

    private static async Task<NoContent> GiveRole(HttpContext http, Members members, Guid id, string role)
    {
        await members.GiveRole(id, role, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> TakeRole(HttpContext http, Members members, Guid id, string role)
    {
        await members.TakeRole(id, role, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<List<StaffRow>>> Staff(HttpContext http, StaffDirectory directory, string? search, int? skip, int? limit) =>
        TypedResults.Ok(await directory.Own(search, null, Math.Clamp(skip ?? 0, 0, 1_000_000), Cursor.Limit(limit), http.Actor(), http.RequestAborted));

    private static async Task<Ok<Page<PartnerStaffRow>>> Everybody(
        HttpContext http, StaffDirectory directory, Partners partners, string? search, string? partner, string? path, string? cursor, int? limit)
    {
        var (size, ct) = (Cursor.Limit(limit), http.RequestAborted);
        var company = string.IsNullOrWhiteSpace(partner) ? null : await partners.ByNumber(partner.Trim(), ct);
        var rows = company is null && !string.IsNullOrWhiteSpace(partner)
            ? []
            : await directory.After(new(search, string.IsNullOrEmpty(path) ? null : path, company?.Id), Cursor.Read(cursor), size + 1, http.Actor(), ct);
        return TypedResults.Ok(Cursor.Page(rows, size, StaffDirectory.Key));
    }

    private static async Task<Results<Ok<StaffView>, NotFound>> Person(HttpContext http, StaffLists lists, Guid account) =>
        await lists.Find(account, http.Actor(), http.RequestAborted) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Unbind(HttpContext http, UnbindStaff unbind, Guid account) =>
        await unbind.Run(account, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<List<StaffExceptionRow>>> Exceptions(HttpContext http, AllowStaff allow) =>
        TypedResults.Ok(await allow.List(http.Actor(), http.RequestAborted));

    private static async Task<NoContent> Except(HttpContext http, AllowStaff allow, ExceptionWish wish)
    {
        await allow.Run(wish.Partner, wish.Account, wish.Ticket, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Link>> Invite(HttpContext http, InviteStaff invite, StaffWish wish) =>
        TypedResults.Ok(new Link(await invite.Run(wish.Account, Site(http), http.Actor(), http.RequestAborted)));

    private static async Task<Ok<List<CertificateRow>>> Certificates(HttpContext http, StaffLists lists) =>
        TypedResults.Ok(await lists.MyCertificates(http.Actor(), http.RequestAborted));

    private static string Site(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}";

    private sealed record MemberWish(string? Name, string? Email, string? Mobile, string? Role);

    private sealed record ExceptionWish(string? Partner, string? Account, string? Ticket);

    private sealed record StaffWish(string? Account);

    private sealed record Made(Guid Id);

    private sealed record Link(string Address);

    private sealed record MemberView(Guid Id, string Name, string Email, IReadOnlyList<string> Roles, bool Disabled, Guid? Supervisor)
    {
        public static MemberView Of(PartnerAccount account, Guid? supervisor) =>
            new(account.Id, account.Name, account.Email, account.Roles, account.Disabled, supervisor);
    }
}
