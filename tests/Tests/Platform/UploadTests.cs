using System.Net;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Web;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Platform;

/// <summary>What people upload is taken only if it is what it says and nothing besides, and is handed out so that no browser runs it.</summary>
public sealed class UploadTests(TestServer server) : WebStory(server)
{
    private const long MostMemory = 100 * 1024 * 1024;

    [Fact]
    public async Task Hostile_files_are_refused_at_their_field_and_cost_no_memory()
    {
        var partner = await World.Partner("敌意科技");
        var (wrong, most) = (new List<string>(), 0L);
        await World.Use(async (DocumentStore store) =>
        {
            foreach (var (name, code, make) in HostileFiles.Refused)
            {
                using var content = new MemoryStream(make());
                var before = GC.GetAllocatedBytesForCurrentThread();
                var refusal = await Record.ExceptionAsync(() => store.Upload(name, content, partner, "File")) as Refusal;
                // All that was allocated on the way: what is held at once is never more.
                most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
                if ((refusal?.Code, refusal?.Field) != (code, "File"))
                {
                    wrong.Add($"{name}: {refusal?.Code ?? "taken"}, not {code}");
                }
            }
        });

        Assert.Equal([], wrong);
        Assert.True(most < MostMemory, $"{most} bytes");
        Assert.True(HostileFiles.Refused.Count + HostileFiles.Names.Count >= 60);
        Assert.Equal(0L, await World.Scalar<long>("select count(*) from platform.document"));
        Notes.Add($"uploads: {HostileFiles.Refused.Count} hostile files refused, {HostileFiles.Names.Count} hostile names cleaned; at most {most / 1024 / 1024} MiB allocated for one");
    }

    [Fact]
    public async Task Honest_files_of_every_kind_are_taken()
    {
        var partner = await World.Partner("诚信科技");
        foreach (var (name, make) in HostileFiles.Honest)
        {
            Assert.Equal(name, (await Upload(partner, name, make())).Name);
        }

        Assert.Equal((long)HostileFiles.Honest.Count, await World.Scalar<long>("select count(*) from platform.document where is_upload"));
    }

    [Fact]
    public async Task A_workbook_that_the_product_made_can_be_uploaded_again()
    {
        var partner = await World.Partner("往返科技");
        using var workbook = new MemoryStream();
        await XlsxWriter.Write(new(["名称", "金额"], Rows()), workbook, TestContext.Current.CancellationToken);
        workbook.Position = 0;

        var document = await World.Use((DocumentStore store) => store.Upload("list.xlsx", workbook, partner, "File"));

        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", document.ContentType);

        static async IAsyncEnumerable<object?[]> Rows()
        {
            await Task.CompletedTask;
            yield return ["甲", 1.5m];
        }
    }

    [Fact]
    public async Task A_name_can_hide_nothing_and_leave_no_folder()
    {
        var partner = await World.Partner("名称科技");
        await World.Use(async (DocumentStore store) =>
        {
            foreach (var (name, becomes) in HostileFiles.Names)
            {
                Assert.Equal(becomes, (await store.Upload(name, new MemoryStream(HostileFiles.Pdf()), partner, "File")).Name);
            }
        });
    }

    [Fact]
    public async Task It_is_handed_out_as_a_file_that_no_browser_shows_or_runs()
    {
        var partner = await World.Partner("下载科技");
        var id = (await Upload(partner, "a\"; filename=evil.html\r\nX: y.pdf")).Id;
        using var client = await SignedIn(partner);

        using var answer = await client.GetAsync($"/documents/{id}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.StartsWith("sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("X"));
    }

    [Fact]
    public async Task Files_lie_outside_of_what_the_web_server_shows_under_no_name_of_their_sender()
    {
        var partner = await World.Partner("存放科技");
        await World.Use((DocumentStore store) => store.Upload("../wwwroot/a.pdf", new MemoryStream(HostileFiles.Pdf()), partner, "File"));

        var files = Directory.GetFiles(World.Folder, "*", SearchOption.AllDirectories).Where(file => file.Contains("/documents/", StringComparison.Ordinal)).ToList();

        Assert.All(files, file => Assert.Matches("/files/documents/[0-9a-f]{2}/[0-9a-f]{64}$", file));
        Assert.NotEmpty(files);
    }

    [Fact]
    public async Task An_account_uploads_no_more_in_a_day_than_its_policy_says()
    {
        var (partner, other) = (await World.Partner("额度科技"), await World.Partner("另一科技"));
        var most = World.Services.GetRequiredService<PartnerCenter.Platform.Rulebook.Rulebook>()
            .On<UploadTerms>(UploadTerms.Rule, World.Services.GetRequiredService<BusinessDay>().Today).Terms;
        await World.Execute($"""
            insert into platform.document (id, partner_id, name, content_type, size, sha256, uploaded_by, uploaded_at, is_upload)
            select gen_random_uuid(), '{partner.PartnerId}', 'a.pdf', 'application/pdf', 1, '', '{partner.Account}', '{World.Clock.GetUtcNow():u}', true
            from generate_series(1, {most.FilesPerDay - 1})
            """);

        await Upload(partner);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Upload(partner));
        Assert.Equal(("document.daily", "File"), (refusal.Code, refusal.Field));
        await Upload(other);
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddDays(1));
        await Upload(partner);

        await World.Execute($"update platform.document set size = {most.MebibytesPerDay}::bigint * 1024 * 1024 where uploaded_by = '{other.Account}'");
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddDays(-1));
        Assert.Equal("document.daily", (await Assert.ThrowsAsync<Refusal>(() => Upload(other))).Code);
    }

    [Fact]
    public void Every_refusal_of_a_file_says_in_both_languages_what_to_do()
    {
        var texts = World.Services.GetRequiredService<RefusalTexts>().All;
        foreach (var code in HostileFiles.Refused.Select(file => file.Code).Append("document.daily").Distinct().Where(code => code is not "document.empty" and not "document.too-large"))
        {
            Assert.True(texts[code].En.Length > 40 && texts[code].Zh.Length > 10, code);
        }
    }

    private async Task<Document> Upload(Actor by, string name = "a.pdf", byte[]? content = null)
    {
        await using var scope = await World.Services.OpenUnit();
        var document = await scope.ServiceProvider.GetRequiredService<DocumentStore>().Upload(name, new MemoryStream(content ?? HostileFiles.Pdf()), by, "File");
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Save(by, "test");
        return document;
    }
}
