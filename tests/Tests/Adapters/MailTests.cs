using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MimeKit;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Tests.Adapters;

/// <summary>E-mail by SMTP against a mail server that asks for STARTTLS and a password.</summary>
public sealed class MailTests(TestServer server) : IAsyncLifetime
{
    private const string Subject = "账单已生成：2024 年 9 月「含退款」 The bill is ready";
    private const string Body = "请查看账单、业绩与激励。\n\n第二段，有很长的一行：" + "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十\n.点开头的一行\n";
    private Counterpart smtp = null!;
    private string certificate = "";
    private World world = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = server.NewFolder();
        certificate = Path.Combine(folder, "certificate.pem");
        await SignSelf(Path.ChangeExtension(certificate, "key"), certificate);
        smtp = await Counterpart.Start("smtp.js", Path.ChangeExtension(certificate, "key"), certificate);
        world = await Open([]);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await smtp.DisposeAsync();
    }

    private Task<World> Open(Dictionary<string, string?> other) => World.New(server, settings: new Dictionary<string, string?>
    {
        ["Mail:Smtp:Host"] = "localhost",
        ["Mail:Smtp:Port"] = $"{smtp.Port}",
        ["Mail:Smtp:User"] = "center",
        ["Mail:Smtp:Password"] = "a secret",
        ["Mail:Smtp:From"] = "伙伴中心 <center@vendor.example>",
        ["Mail:Smtp:Authority"] = certificate,
    }.Concat(other).GroupBy(setting => setting.Key).ToDictionary(same => same.Key, same => same.Last().Value));

    private static async Task Write(World world, string to)
    {
        await using var scope = await world.Services.OpenUnit();
        await scope.ServiceProvider.GetRequiredService<Notifier>().Mail(to, Subject, Body, default);
        await scope.ServiceProvider.GetRequiredService<PartnerCenter.Platform.Database.UnitOfWork>().Save(PartnerCenter.Platform.Access.Actor.System, "test");
        await world.Deliver();
    }

    private static async Task<JobView> Job(World world) =>
        Assert.Single(await world.Use((JobQueue queue) => queue.Latest(null, 10)), job => job.Type == SendMail.Type);

    private List<(JsonElement Envelope, MimeMessage Letter)> Taken() => [.. smtp.Said.Select(line =>
    {
        var said = JsonDocument.Parse(line).RootElement;
        return (said, MimeMessage.Load(new MemoryStream(said.GetProperty("raw").GetBytesFromBase64())));
    })];

    [Fact]
    public async Task A_letter_arrives_as_it_was_written_over_tls_and_after_signing_in()
    {
        await Write(world, "lin@northstar.example");

        var (envelope, letter) = Assert.Single(Taken());
        Assert.Equal((true, "center", "lin@northstar.example"),
            (envelope.GetProperty("secure").GetBoolean(), envelope.GetProperty("user").GetString(), envelope.GetProperty("to").GetString()));
        Assert.Equal((Subject, Body), (letter.Subject, letter.TextBody!.ReplaceLineEndings("\n")));
        Assert.Equal("伙伴中心", Assert.IsType<MailboxAddress>(Assert.Single(letter.From)).Name);
        Assert.Equal("done", (await Job(world)).State);
    }

    [Fact]
    public async Task A_letter_that_is_put_off_goes_later_under_the_same_id()
    {
        await Write(world, "later@northstar.example");

        var waiting = await Job(world);
        Assert.Empty(Taken());
        Assert.Equal(("queued", 1), (waiting.State, waiting.Attempts));
        Assert.Contains("4.7.1 Greylisted", waiting.Error, StringComparison.Ordinal);
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(1));
        await world.Deliver();

        Assert.Equal($"{waiting.Id:n}@vendor.example", Assert.Single(Taken()).Letter.MessageId);
        Assert.Equal("done", (await Job(world)).State);
    }

    [Fact]
    public async Task A_letter_that_is_refused_is_not_tried_again_and_says_why()
    {
        await Write(world, "gone@northstar.example");

        var failed = await Job(world);
        Assert.Equal(("failed", 1), (failed.State, failed.Attempts));
        Assert.Equal("The mail server refused the message: 550 5.1.1 No such mailbox", failed.Error);
    }

    [Theory]
    [InlineData("Mail:Smtp:Password", "wrong", "5.7.8 No such user or password")]
    [InlineData("Mail:Smtp:Host", "127.0.0.1", "certificate")]
    [InlineData("Mail:Smtp:Authority", null, "certificate")]
    public async Task A_server_that_cannot_be_trusted_or_does_not_trust_us_gets_no_letter(string setting, string? value, string error)
    {
        await using var wrong = await Open(new() { [setting] = value });

        await Write(wrong, "lin@northstar.example");

        var waiting = await Job(wrong);
        Assert.Empty(smtp.Said);
        Assert.Equal("queued", waiting.State);
        Assert.Contains(error, waiting.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_tls_gets_no_letter_unless_that_is_wished_for()
    {
        await using var plain = await Counterpart.Start("smtp.js", Path.ChangeExtension(certificate, "key"), certificate, "plain");
        await using var careful = await Open(new() { ["Mail:Smtp:Port"] = $"{plain.Port}" });

        await Write(careful, "lin@northstar.example");

        Assert.Equal("queued", (await Job(careful)).State);
        Assert.Empty(plain.Said);
        await using var careless = await Open(new() { ["Mail:Smtp:Port"] = $"{plain.Port}", ["Mail:Smtp:Secure"] = "false" });
        await Write(careless, "lin@northstar.example");
        Assert.Single(plain.Said);
    }

    private static async Task SignSelf(string key, string certificate)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var signed = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await File.WriteAllTextAsync(certificate, signed.ExportCertificatePem());
        await File.WriteAllTextAsync(key, pair.ExportPkcs8PrivateKeyPem());
    }
}
