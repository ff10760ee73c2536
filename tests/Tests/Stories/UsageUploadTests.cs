using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Stories;

/// <summary>Usage files over HTTP: from the console's page and through the API, imported by a job.</summary>
public sealed class UsageUploadTests(TestServer server) : WebStory(server)
{
    private const string Header = "charge_id,customer,charge_type,billing_mode,product_type,product,transaction_at,official\n";
    private const string Good = "a,C-1,consumption,period,compute,ecs,2024-08-10T00:00:00Z,100\nb,C-1,consumption,period,compute,ecs,2024-08-11T00:00:00Z,50\n";
    private const string Bad = "c,C-1,gift,period,compute,ecs,2024-08-10T00:00:00Z,1\n";

    protected override Dictionary<string, string?> Settings => new() { ["Usage:LargestFileMiB"] = "2" };

    private async Task<HttpClient> Operations()
    {
        await World.Customer(await World.Partner("用量科技"), "C-1");
        return await SignedIn(await World.Staff(Role.Operations));
    }

    private static MultipartFormDataContent Form(string name, byte[] content, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        form.Add(new ByteArrayContent(content), fields.Any(field => field.Name == "_handler") ? "File" : "file", name);
        return form;
    }

    private static async Task<HttpResponseMessage> Upload(
        HttpClient client, string name, byte[] content, params (string Name, string Value)[] fields) => await client.PostAsync(
        "/console/usage",
        Form(name, content, [("__RequestVerificationToken", await TokenOf(client, "/console/usage")), ("_handler", "upload"), .. fields]));

    private static Task<HttpResponseMessage> Send(
        HttpClient client, string key, string name, byte[] content, params (string Name, string Value)[] fields) => client.SendAsync(
        new(HttpMethod.Post, "/api/v1/usage-files") { Content = Form(name, content, fields), Headers = { { "Idempotency-Key", key } } });

    private static async Task<JsonElement> Ended(HttpClient client, string path)
    {
        for (var patience = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            var file = await client.GetFromJsonAsync<JsonElement>(path);
            if (file.GetProperty("ended").GetBoolean())
            {
                return file;
            }

            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), file.ToString());
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public async Task A_file_is_uploaded_on_the_page_and_its_bad_lines_come_back_with_reasons()
    {
        using var client = await Operations();

        using var answer = await Upload(client, "八月用量.csv", Bytes(Header + Good + Bad), ("Form.Format", "native"), ("Form.AcceptValid", "true"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var page = new Uri(client.BaseAddress!, answer.Headers.Location!).AbsolutePath;
        var file = await Ended(client, $"/api/v1/usage-files/{page.Split('/')[^1]}");
        Assert.Equal(("imported", 3, 2, 1), Result(file));
        Assert.Equal(2L, await World.Scalar<long>("select sum(rows)::bigint from billing.segment"));
        var html = await client.GetStringAsync(page);
        Assert.Contains("八月用量.csv", html, StringComparison.Ordinal);
        Assert.Contains("正确的行已导入", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", html, StringComparison.Ordinal);
        var rejects = await client.GetStringAsync(html.Split("href=\"").Select(rest => rest.Split('"')[0]).Single(link => link.StartsWith("/documents/", StringComparison.Ordinal)));
        Assert.Equal("line,reason,detail\n4,usage.choice,", rejects[..rejects.LastIndexOf('"', rejects.Length - 3)]);
        Assert.Equal(rejects, await client.GetStringAsync($"/api/v1/usage-files/{page.Split('/')[^1]}/rejects"));
        Assert.Contains(page, await client.GetStringAsync("/console/usage"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_sub_accounts_of_a_FOCUS_file_become_customers_of_the_partner_named()
    {
        using var client = await Operations();
        var number = (await World.View(await World.Partner("国际科技"))).Number;
        var sample = await File.ReadAllBytesAsync(Path.Combine(TestServer.Root, "samples", "focus_sample.csv"));

        using var answer = await Send(client, "september", "focus.csv", sample, ("format", "focus"), ("partner", number), ("mode", "referral"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var file = await Ended(client, answer.Headers.Location!.ToString());
        Assert.Equal(("imported", 1000, 1000, 0), Result(file));
        Assert.Equal("Referral", await World.Scalar<string>($"""
            select string_agg(distinct mode, ' ') from customers.association
            where partner_id = (select id from network.partner where number = '{number}')
            """));
    }

    [Theory]
    [InlineData("sub_account,customer\n\"eu,1\",C-1\n", null)]
    [InlineData("sub_account,customer\n\"eu,1\",C-1\n\"eu,1\",C-2\n", "第 3 行")]
    [InlineData("sub_account\neu\n", "第 2 行")]
    public async Task Sub_accounts_are_the_customers_that_a_mapping_names(string mapping, string? problem)
    {
        using var client = await Operations();
        using var form = Form("focus.csv", Bytes("""
            BilledCost,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargePeriodStart,ListCost,ServiceCategory,ServiceName,SubAccountId
            1.5,CNY,2024-08-01T00:00:00Z,Usage,2024-08-10T00:00:00Z,2,Compute,ecs,"eu,1"
            """),
            ("__RequestVerificationToken", await TokenOf(client, "/console/usage")), ("_handler", "upload"), ("Form.Format", "focus"));
        form.Add(new ByteArrayContent(Bytes(mapping)), "Mapping", "mapping.csv");

        using var answer = await client.PostAsync("/console/usage", form);

        if (problem is not null)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains($"映射文件{problem}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            return;
        }

        var id = new Uri(client.BaseAddress!, answer.Headers.Location!).Segments[^1];
        Assert.Equal(("imported", 1, 1, 0), Result(await Ended(client, $"/api/v1/usage-files/{id}")));
    }

    [Fact]
    public async Task A_parquet_file_is_taken_through_the_api()
    {
        using var client = await Operations();
        var path = Path.Combine(World.Folder, "lines.parquet");
        using (var duck = SegmentStore.Connect())
        {
            using var command = duck.CreateCommand();
            command.CommandText = $"copy (select 'p1' as charge_id, 'C-1' as customer, 'consumption' as charge_type, 'period' as billing_mode, 'compute' as product_type, 'ecs' as product, '2024-08-10T00:00:00Z' as transaction_at, '12.5' as official) to '{path}' (format parquet)";
            command.ExecuteNonQuery();
        }

        using var answer = await Send(client, "parquet", "lines.parquet", await File.ReadAllBytesAsync(path));

        Assert.Equal(("imported", 1, 1, 0), Result(await Ended(client, answer.Headers.Location!.ToString())));
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_uploads_once_and_other_content_is_refused()
    {
        using var client = await Operations();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Send(client, "k", "lines.csv", Bytes(Header + Good))));
        var file = await Ended(client, Assert.Single(answers.Select(answer => answer.Headers.Location!.ToString()).Distinct()));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(("imported", 2, 2, 0), Result(file));
        Assert.Equal(1L, await World.Scalar<long>("select count(*) from platform.job where type = 'billing.import-usage-file'"));
        Assert.Equal((HttpStatusCode.Conflict, "idempotency.other-content", null), await Problem(await Send(client, "k", "lines.csv", Bytes(Header + Good + Bad))));
        using var again = await Send(client, "another", "renamed.csv", Bytes(Header + Good));
        Assert.Equal(("known", 2, 2, 0), Result(await Ended(client, again.Headers.Location!.ToString())));
    }

    [Fact]
    public async Task Bad_lines_and_files_that_cannot_be_read_import_nothing_and_say_why()
    {
        using var client = await Operations();

        using var bad = await Send(client, "bad", "lines.csv", Bytes(Header + Good + Bad));
        using var other = await Send(client, "other", "other.csv", Bytes("a,b\n1,2\n"));

        Assert.Equal(("rejected", 3, 0, 1), Result(await Ended(client, bad.Headers.Location!.ToString())));
        var refused = await Ended(client, other.Headers.Location!.ToString());
        Assert.Equal(("refused", "usage.columns"), (refused.GetProperty("state").GetString(), refused.GetProperty("refusal").GetString()));
        var html = await client.GetStringAsync($"/console/usage/{refused.GetProperty("id").GetString()}");
        Assert.Contains("文件缺少列：", html, StringComparison.Ordinal);
        Assert.Equal(0L, await World.Scalar<long>("select count(*) from billing.segment"));
    }

    [Theory]
    [InlineData("lines.pdf", "%PDF-1.7", "", "不支持此文件类型")]
    [InlineData("lines.csv", "PAR1 not a csv", "", "文件内容与扩展名 .csv 不符")]
    [InlineData("lines.parquet", "charge_id", "", "文件内容与扩展名 .parquet 不符")]
    [InlineData("lines.csv", "", "", "文件为空")]
    [InlineData("lines.csv", "charge_id", "P-1", "没有编号为“P-1”的伙伴")]
    public async Task A_wrong_file_is_refused_at_its_field(string name, string content, string partner, string sentence)
    {
        using var client = await Operations();

        using var answer = await Upload(client, name, Bytes(content), ("Form.Format", "native"), ("Form.Partner", partner));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0L, await World.Scalar<long>("select count(*) from billing.usage_file"));
    }

    [Theory]
    [InlineData((2 * 1024 * 1024) + 1)]
    [InlineData(40 * 1024 * 1024)]
    public async Task A_file_above_the_limit_is_refused_in_words(int size)
    {
        using var client = await Operations();

        using var page = await Upload(client, "large.csv", new byte[size], ("Form.Format", "native"));
        using var api = await Send(client, "large", "large.csv", new byte[size]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.StatusCode);
        Assert.Contains("文件超过 2 MiB。", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "document.too-large", "File"), await Problem(api));
    }

    [Fact]
    public async Task Nobody_else_uploads_and_no_other_site_can()
    {
        using var operations = await Operations();
        using var finance = await SignedIn(await World.Staff(Role.Finance));
        using var partner = await SignedIn(await World.Partner("他方科技"));
        using var visitor = Visitor();

        foreach (var client in new[] { finance, partner })
        {
            Assert.Equal("/denied", (await client.GetAsync("/console/usage")).Headers.Location!.OriginalString.Split('?')[0]);
            Assert.Equal("/denied", (await client.PostAsync("/console/usage", Form("a.csv", Bytes(Header + Good), ("_handler", "upload")))).Headers.Location!.OriginalString.Split('?')[0]);
            Assert.Equal(HttpStatusCode.Forbidden, (await Send(client, "k", "a.csv", Bytes(Header + Good))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync($"/api/v1/usage-files/{Guid.NewGuid()}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await Send(visitor, "k", "a.csv", Bytes(Header + Good))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await operations.PostAsync("/console/usage", Form("a.csv", Bytes(Header + Good), ("_handler", "upload")))).StatusCode);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency.key", "Idempotency-Key"), await Problem(
            await operations.PostAsync("/api/v1/usage-files", Form("a.csv", Bytes(Header + Good)))));
        Assert.Equal(HttpStatusCode.NotFound, (await operations.GetAsync($"/console/usage/{Guid.NewGuid()}")).StatusCode);
        Assert.Equal(0L, await World.Scalar<long>("select count(*) from billing.usage_file"));
    }

    private static (string?, int, int, int) Result(JsonElement file) => (
        file.GetProperty("state").GetString(), file.GetProperty("rows").GetInt32(), file.GetProperty("imported").GetInt32(),
        file.GetProperty("rejected").GetInt32());
}
