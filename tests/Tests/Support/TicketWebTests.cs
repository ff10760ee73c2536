using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Support;

/// <summary>Tickets and news over HTTP.</summary>
public sealed class TicketWebTests(TestServer server) : WebStory(server)
{
    private static Task<HttpResponseMessage> Attach(HttpClient client, string path, string key, string name, params (string, string)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        form.Add(new ByteArrayContent([.. "%PDF-1.7 x"u8]), "file", name);
        return client.SendAsync(new(HttpMethod.Post, path) { Content = form, Headers = { { "Idempotency-Key", key } } });
    }

    [Fact, Rule("R6.0")]
    public async Task A_ticket_is_raised_answered_with_a_file_and_confirmed_through_the_api()
    {
        var partner = await World.Partner("接口科技");
        using var asker = await SignedIn(partner);
        using var rival = await SignedIn(await World.Partner("旁观科技"));
        using var desk = await SignedIn(await World.Staff(Role.Support));

        using var raised = await asker.PostAsJsonAsync("/api/v1/tickets", new { category = "technical", priority = "high", title = "无法启动", text = "实例无法启动" });
        Assert.Equal(HttpStatusCode.Created, raised.StatusCode);
        var path = raised.Headers.Location!.ToString();
        var id = path.Split('/')[^1];
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ticket.no-category", "Category"), await Problem(await asker.PostAsJsonAsync("/api/v1/tickets", new { title = "x" })));
        Assert.Equal((HttpStatusCode.NotFound, null, null), await Problem(await rival.GetAsync(path)));
        Assert.Equal(HttpStatusCode.Forbidden, (await asker.GetAsync("/api/v1/desk/tickets")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.GetAsync("/api/v1/tickets")).StatusCode);

        var queue = await desk.GetFromJsonAsync<JsonElement>("/api/v1/desk/tickets?state=open&category=technical");
        Assert.Equal(id, queue.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await desk.PostAsJsonAsync($"/api/v1/desk/tickets/{id}/notes", new { note = "", text = "仅内部" })).StatusCode);
        for (var n = 0; n < 2; n++)
        {
            using var sent = await Attach(desk, $"/api/v1/desk/tickets/{id}/attachments", "a-1", "说明.pdf", ("text", "见附件"), ("next", "solved"));
            Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        }

        var ticket = await asker.GetFromJsonAsync<JsonElement>(path);
        Assert.Equal("solved", ticket.GetProperty("state").GetString());
        Assert.DoesNotContain("仅内部", ticket.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, ticket.GetProperty("lines").GetArrayLength()); // sent twice, written once
        var file = ticket.GetProperty("lines")[1].GetProperty("files")[0].GetProperty("link").GetString()!;
        Assert.Equal("%PDF-1.7 x", await asker.GetStringAsync(file));
        Assert.Equal(HttpStatusCode.NotFound, (await rival.GetAsync(file)).StatusCode);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ticket.satisfaction", "Satisfaction"),
            await Problem(await asker.PutAsJsonAsync($"{path}/confirmation", new { satisfaction = 9 })));
        Assert.Equal(HttpStatusCode.NoContent, (await asker.PutAsJsonAsync($"{path}/confirmation", new { satisfaction = 4, words = "好" })).StatusCode);
        Assert.Equal("closed", (await asker.GetFromJsonAsync<JsonElement>(path)).GetProperty("state").GetString());
        Assert.Equal((HttpStatusCode.Conflict, "ticket.wrong-state", null), await Problem(await asker.PostAsJsonAsync($"{path}/messages", new { text = "再问" })));
    }

    [Fact]
    public async Task News_are_written_published_read_and_withdrawn_through_the_api_and_the_old_link_says_so()
    {
        using var reader = await SignedIn(await World.Partner("读者科技"));
        using var editor = await SignedIn(await World.Staff(Role.Operations));
        var draft = new { titleZh = "公告", titleEn = "Notice", textZh = "正文内容", textEn = "The text", audience = "partners", visibleFrom = "2024-09-01", pinned = true };

        using var written = await editor.PostAsJsonAsync("/api/v1/announcements", draft);
        var path = written.Headers.Location!.ToString();
        var id = path.Split('/')[^1];
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync("/api/v1/announcements", draft)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/api/v1/news/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await editor.PutAsync($"{path}/publication", null)).StatusCode);
        Assert.True((await reader.GetFromJsonAsync<JsonElement>("/api/v1/news"))[0].GetProperty("unread").GetBoolean());
        Assert.Contains("正文内容", await reader.GetStringAsync($"/portal/news/{id}"), StringComparison.Ordinal);
        Assert.False((await reader.GetFromJsonAsync<JsonElement>("/api/v1/news"))[0].GetProperty("unread").GetBoolean());

        Assert.Equal(HttpStatusCode.NoContent, (await editor.DeleteAsync($"{path}/publication")).StatusCode);

        var page = await reader.GetStringAsync($"/portal/news/{id}");
        Assert.Contains("该公告已撤回或已过期", page, StringComparison.Ordinal);
        Assert.DoesNotContain("正文内容", page, StringComparison.Ordinal);
        Assert.Equal(0, (await reader.GetFromJsonAsync<JsonElement>("/api/v1/news")).GetArrayLength());
        Assert.Equal((HttpStatusCode.Conflict, "news.wrong-state", null), await Problem(await editor.PutAsync($"{path}/publication", null)));
    }
}
