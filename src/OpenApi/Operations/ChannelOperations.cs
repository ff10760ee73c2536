using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>A distributor's cloud resellers.</summary>
internal static class ChannelOperations
{
    public static IEnumerable<Operation> All =>
    [
        new("ListIndirectPartners", "POST", "/v2/partners/indirect-partners/query", Side.Partner, ProgramsModule.ManageResellers,
            new("查询云经销商列表", "One's cloud resellers"), List),
    ];

    private static async Task<object?> List(Call call)
    {
        var (skip, limit) = call.Page;
        var (name, id) = (call.Text("account_name"), call.Id("indirect_partner_id"));
        var (from, to) = (call.Instant("associated_on_begin"), call.Instant("associated_on_end"));
        var rows = (await call.Get<Resellers>().Of(call.By, call.Ct)).FindAll(row => row.State is MembershipState.Active or MembershipState.Lapsed
            && (name is null || row.Code == name || row.CompanyName == name) && (id is null || row.Partner == id)
            && (from is null || BusinessDay.StartOf(row.JoinedOn) >= from) && (to is null || BusinessDay.StartOf(row.JoinedOn) <= to));
        return new
        {
            count = rows.Count,
            indirect_partners = rows.Skip(skip).Take(limit).Select(row => new
            {
                indirect_partner_id = row.Partner.ToString("n"),
                account_name = row.Code,
                name = row.CompanyName,
                associated_on = Wire.Time(BusinessDay.StartOf(row.JoinedOn)),
            }),
        };
    }
}
