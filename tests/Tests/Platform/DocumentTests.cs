using System.Text;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;

namespace PartnerCenter.Tests.Platform;

public class DocumentTests(TestServer server)
{
    [Theory]
    [InlineData("licence.pdf", "%PDF-1.7 real %%EOF", null)]
    [InlineData("licence.pdf", "<html>not a pdf", "document.content")]
    [InlineData("run.exe", "MZ", "document.kind")]
    [InlineData("picture.png", "%PDF-1.7", "document.content")]
    [InlineData("empty.pdf", "", "document.empty")]
    public async Task A_file_must_be_what_its_name_says(string name, string content, string? code)
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("文件科技");
        await using var scope = await world.Services.OpenUnit();
        var store = scope.ServiceProvider.GetRequiredService<DocumentStore>();
        Task<Document> Upload() => store.Upload(name, new MemoryStream(Encoding.ASCII.GetBytes(content)), partner, "File");

        if (code is not null)
        {
            Assert.Equal((code, "File"), await Refused(Upload));
            return;
        }

        var document = await Upload();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Save(partner, "test");
        var rival = await world.Partner("竞争科技");
        Assert.NotNull(await store.Open(document.Id, partner));
        Assert.Null(await store.Open(document.Id, rival));
    }

    [Fact]
    public async Task An_upload_beyond_20_MiB_is_refused()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("文件科技");
        var big = new byte[FileKinds.MaxBytes + 1];
        "%PDF-"u8.CopyTo(big);

        var refused = await Refused(() => world.Use((DocumentStore store) => store.Upload("big.pdf", new MemoryStream(big), partner, "File")));

        Assert.Equal(("document.too-large", "File"), refused);
    }

    private static async Task<(string, string?)> Refused(Func<Task> work)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(work);
        return (refusal.Code, refusal.Field);
    }
}
