using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PartnerCenter.Identity.Federation;
using PartnerCenter.Kernel;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Federation;

/// <summary>The settings of an identity provider are read from where it publishes them.</summary>
public sealed class MetadataTests(TestServer server) : WebStory(server)
{
    private const string Page = "/portal/federation";
    private static readonly (string Key, string Certificate) Signing = SamlPlatform.NewPair("Signing");
    private WebApplication provider = null!;

    private string Address => $"{provider.Urls.Single()}/metadata";

    protected override Dictionary<string, string?> Settings => new() { ["Outbound:Hosts"] = new Uri(provider.Urls.Single()).Authority };

    public override async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        provider = builder.Build();
        provider.MapGet("/metadata", () => Results.Text(Metadata(), "application/samlmetadata+xml"));
        provider.MapGet("/page", () => Results.Text("<html>", "text/html"));
        await provider.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task The_administrator_gives_the_address_looks_and_saves()
    {
        var partner = await World.Partner("平台科技");
        await World.Execute("update programs.membership set valid_until = '2099-12-31'");
        using var client = await SignedIn(partner);

        var page = WebUtility.HtmlDecode(await (await Post(client, "metadata", new() { ["What"] = "fill", ["Address"] = Address })).Content.ReadAsStringAsync());

        Assert.Contains("已读取，尚未保存", page, StringComparison.Ordinal);
        Assert.Contains("value=\"https://idp.example/saml\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"https://idp.example/sso?a=1&b=2\"", page, StringComparison.Ordinal);
        Assert.Contains(Signing.Certificate, page, StringComparison.Ordinal);
        Assert.Equal(0L, await World.Scalar<long>("select count(*) from identity.saml_provider"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/metadata", "请填写完整的 https 地址")]
    [InlineData("https://127.0.0.1:1/metadata", "127.0.0.1 不是公网地址")]
    [InlineData("https://169.254.169.254/latest", "169.254.169.254 不是公网地址")]
    [InlineData("{0}/page", "不是 SAML 元数据")]
    [InlineData("{0}/nothing", "状态 404")]
    public async Task A_refusal_stands_at_the_address(string address, string words)
    {
        using var client = await SignedIn(await InProgramme());

        var answer = await Post(client, "metadata", new() { ["What"] = "fill", ["Address"] = address.Replace("{0}", provider.Urls.Single(), StringComparison.Ordinal) });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Matches($"id=\"Address-error\">[^<]*{words}", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_program_reads_sets_and_removes_it_by_the_api()
    {
        using var client = await SignedIn(await InProgramme());
        const string own = "/api/v1/identity-provider";
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(own)).StatusCode);

        using var read = await client.PostAsJsonAsync($"{own}/metadata", new { address = Address });
        var form = await read.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.NoContent, (await client.PutAsJsonAsync(own, form)).StatusCode);
        Assert.Equal("https://idp.example/saml", (await client.GetFromJsonAsync<JsonElement>(own)).GetProperty("entityId").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(own)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(own)).StatusCode);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "outbound.internal", "Address"),
            await Problem(await client.PostAsJsonAsync($"{own}/metadata", new { address = "https://[::1]/metadata" })));
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>", "identity.saml-metadata")]
    [InlineData("<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd'><x/>", "identity.saml-metadata")]
    [InlineData("not xml", "identity.saml-metadata")]
    [InlineData("<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' entityID='x'/>", "identity.saml-metadata-provider")]
    [InlineData("<EntitiesDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata'><EntityDescriptor entityID='x'><IDPSSODescriptor/></EntityDescriptor><EntityDescriptor entityID='y'><IDPSSODescriptor/></EntityDescriptor></EntitiesDescriptor>", "identity.saml-metadata-provider")]
    [InlineData("<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' entityID='x'><IDPSSODescriptor/></EntityDescriptor>", "identity.saml-metadata-binding")]
    [InlineData("<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' entityID='x'><IDPSSODescriptor><SingleSignOnService Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect' Location='https://x/'/></IDPSSODescriptor></EntityDescriptor>", "identity.saml-metadata-certificate")]
    public void What_describes_no_provider_is_not_taken(string xml, string code)
    {
        var refusal = Assert.Throws<Refusal>(() => SamlDescription.Read(Encoding.UTF8.GetBytes(xml), "Address"));

        Assert.Equal((code, "Address"), (refusal.Code, refusal.Field));
    }

    private async Task<PartnerCenter.Platform.Access.Actor> InProgramme()
    {
        var partner = await World.Partner("平台科技");
        await World.Execute("update programs.membership set valid_until = '2099-12-31'");
        return partner;
    }

    private static async Task<HttpResponseMessage> Post(HttpClient client, string handler, Dictionary<string, string> fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create($"Form.{field.Key}", field.Value))
            .Append(new("_handler", handler)).Append(new("__RequestVerificationToken", await TokenOf(client, Page))));
        return await client.PostAsync(Page, form);
    }

    /// <summary>As such programs write it: an encryption key, two bindings, comments.</summary>
    private static string Metadata() => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <!-- our provider -->
        <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://idp.example/saml">
          <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
            <md:KeyDescriptor use="encryption">{Key(SamlPlatform.NewPair("Encryption").Certificate)}</md:KeyDescriptor>
            <md:KeyDescriptor use="signing">{Key(Signing.Certificate)}</md:KeyDescriptor>
            <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example/post"/>
            <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sso?a=1&amp;b=2"/>
          </md:IDPSSODescriptor>
        </md:EntityDescriptor>
        """;

    private static string Key(string pem) =>
        $"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{string.Concat(pem.Split('\n').Where(line => !line.StartsWith("-----", StringComparison.Ordinal)))}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>";
}
