using Microsoft.Playwright;

namespace PartnerCenter.Browser;

/// <summary>A ticket as both sides go through it: raised with a file, answered, confirmed.</summary>
public class TicketTests(RunningProduct product) : Walk(product)
{
    [Fact]
    public async Task A_partner_raises_a_ticket_support_answers_it_and_the_partner_confirms_how_content_it_is()
    {
        var partner = await Product.Be("gao@rivergate.example");
        await partner.GotoAsync("/portal/tickets/new?category=billing");
        await Field(partner, "Text").FillAsync("八月账单与明细相差一分。");
        await Press(partner, "提交工单");
        await Assertions.Expect(partner.GetByRole(AriaRole.Alert)).ToContainTextAsync("请填写此项");
        Assert.Equal("八月账单与明细相差一分。", await Field(partner, "Text").InputValueAsync());
        Assert.Equal("billing", await Field(partner, "Category").InputValueAsync());
        await Field(partner, "Title").FillAsync("八月账单差一分");
        await partner.Locator("[name='File']").SetInputFilesAsync(new FilePayload { Name = "账单.pdf", MimeType = "application/pdf", Buffer = [.. "%PDF-1.7 x %%EOF"u8] });
        await Press(partner, "提交工单");
        await Assertions.Expect(partner.GetByRole(AriaRole.Status)).ToContainTextAsync("已提交");
        await Assertions.Expect(partner.Locator("main")).ToContainTextAsync("账单.pdf");

        var support = await Product.Be("support@vendor.example");
        await support.GotoAsync("/console/tickets?state=Open");
        await support.GetByRole(AriaRole.Link, new() { Name = "八月账单差一分" }).ClickAsync();
        await Press(support, "受理 / 分配");
        await Assertions.Expect(support.GetByRole(AriaRole.Status)).ToContainTextAsync("已分配");
        await Field(support, "Note").FillAsync("抹零，常见问题");
        await Press(support, "添加备注");
        await Field(support, "Text").FillAsync("差额是抹零金额，见账单最后一行。");
        await Field(support, "Next").SelectOptionAsync("Solved");
        await support.Locator("[name='File']").SetInputFilesAsync(new FilePayload { Name = "说明.pdf", MimeType = "application/pdf", Buffer = [.. "%PDF-1.7 y %%EOF"u8] });
        await Press(support, "发送回复");
        await Assertions.Expect(support.Locator("main")).ToContainTextAsync("抹零，常见问题");

        await partner.ReloadAsync();
        await Assertions.Expect(partner.Locator("main")).ToContainTextAsync("差额是抹零金额");
        await Assertions.Expect(partner.Locator("main")).Not.ToContainTextAsync("抹零，常见问题");
        var download = await partner.RunAndWaitForDownloadAsync(() => partner.GetByText("说明.pdf").ClickAsync());
        Assert.Equal("%PDF-1.7 y %%EOF", await File.ReadAllTextAsync(await download.PathAsync()));
        await Press(partner, "确认已解决");
        await Assertions.Expect(partner.GetByRole(AriaRole.Alert)).ToContainTextAsync("满意度");
        await partner.Locator("[name='Form.Satisfaction'][value='5']").CheckAsync();
        await Field(partner, "Words").FillAsync("很快");
        await Press(partner, "确认已解决");
        await Assertions.Expect(partner.GetByRole(AriaRole.Status)).ToContainTextAsync("工单已关闭");

        await support.ReloadAsync();
        await Assertions.Expect(support.Locator("main")).ToContainTextAsync("很快");
        await Assertions.Expect(support.Locator("main")).ToContainTextAsync("5 非常满意");
    }
}
