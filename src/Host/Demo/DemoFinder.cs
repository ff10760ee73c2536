using PartnerCenter.Network.Company;
using PartnerCenter.Paths.Finder;
using PartnerCenter.Platform.Access;
using PartnerCenter.Support.Tickets;

namespace PartnerCenter.Host.Demo;

/// <summary>Two partners that anybody finds: one shows its solutions and its contact, one its capability tags.</summary>
internal sealed partial class DemoWorld
{
    private const string Leaf =
        "iVBORw0KGgoAAAANSUhEUgAAAGAAAABgAQMAAADYVuV7AAAABlBMVEX///8bf03le8f7AAAA5UlEQVR42s3UMQ6DMAyFYaIOGbOycRFUblaQejG4CUdgZIhI"
        + "qU3Ib7XssH0iysOxQ1Xd7GlSMliJZDATkUgGI7EQkdiINBAjsRArEYlkMFyCyzazWy0ImtMCywuYN2BKwFuDvMBrEYItALHRg3xITKflCZYemI9ancZorU5j"
        + "AJ+L0JiCeLavl5iCPeY4kk5iCqbz7BuJKfAngsQcw+A1JkNicnUSowU5jcmY0FaNOdrae+AZgJbdrzuOQs9RSIC7hFlmNzCDFQhPOKIy6H4GPcMTjpBviH+v"
        + "14P4risIxP4q3uB38gGFwsWMj2qKPgAAAABJRU5ErkJggg==";

    private async Task Finder()
    {
        var (luo, ding) = (await Person("luo@greenleaf.example"), await Person("ding@stonebridge.example"));
        await Profile(luo, new(
            null, "400-800-0202", "为工厂和园区提供能耗与碳排放管理软件。", "Software for energy and carbon in factories and parks.", "https://greenleaf.example"),
            Convert.FromBase64String(Leaf));
        await Profile(ding, new(
            null, "400-800-0303", "为制造企业提供上云规划、数据库迁移与运维服务。", "Moves manufacturers' systems and databases to the cloud, and runs them.",
            "https://stonebridge.example"));
        await List(luo, true, "jiangsu", "zhejiang", "shanghai");
        await List(ding, false, "hubei", "hunan", "guangdong");
    }

    private async Task List(Actor partner, bool contact, params string[] regions)
    {
        var can = await With((ChooseListing choose) => choose.Now(partner));
        await With((ChooseListing choose) => choose.Run(
            new(true, regions, can.Tags.ConvertAll(tag => tag.Value), can.Solutions.ConvertAll(one => Guid.Parse(one.Value)), contact), partner));
    }

    private async Task Profile(Actor partner, ProfileForm form, byte[]? logo = null)
    {
        var ticket = await Raise(new(ChangeProfile.Category, TicketPriority.Normal, "更新公司标识与简介", "请按附件更新。", null), partner);
        using var picture = logo is null ? null : new MemoryStream(logo);
        await With(async (ChangeProfile change) => await change.Run(
            partner.PartnerId, form with { Ticket = ticket.Number }, "logo.png", picture, await Person("operations@vendor.example")));
    }
}
