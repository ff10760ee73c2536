using Microsoft.Extensions.Configuration;
using PartnerCenter.Identity.Federation;

namespace PartnerCenter.Tests.Federation;

public class SettingsTests
{
    [Theory]
    [InlineData("http://login.example.com", "center", "secret", "Vendor", "must be an https address")]
    [InlineData("ftp://login.example.com", "center", "secret", "Vendor", "must be an https address")]
    [InlineData("https://login.example.com", null, "secret", "Vendor", "ClientId is missing")]
    [InlineData("https://login.example.com", "center", "", "Vendor", "ClientSecret is missing")]
    [InlineData("https://login.example.com", "center", "secret", "Vendor, Console", "does not know Console")]
    [InlineData("https://login.example.com", "center", "secret", "Everybody", "does not know Everybody")]
    public void A_half_configured_provider_stops_the_start(string authority, string? id, string? secret, string kinds, string words)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => OidcSettings.Of(Of(authority, id, secret, kinds)));

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unless_said_otherwise_it_is_for_the_vendors_people_alone()
    {
        var settings = OidcSettings.Of(Of("https://login.example.com", "center", "secret", null))!;

        Assert.Equal(PartnerCenter.Platform.Access.ActorKind.Vendor, Assert.Single(settings.Kinds));
        Assert.Equal("login.example.com", settings.Name);
        Assert.Null(OidcSettings.Of(Of(null, null, null, null)));
    }

    private static IConfiguration Of(string? authority, string? id, string? secret, string? kinds) => new ConfigurationBuilder().AddInMemoryCollection(
    [
        new("Identity:Oidc:Authority", authority), new("Identity:Oidc:ClientId", id), new("Identity:Oidc:ClientSecret", secret),
        new("Identity:Oidc:Kinds", kinds),
    ]).Build();
}
