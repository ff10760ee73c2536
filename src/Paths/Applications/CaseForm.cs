using PartnerCenter.Kernel;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths.Applications;

/// <summary>What a partner tells of a case.</summary>
/// <param name="Title">What was done.</param>
/// <param name="Customer">For whom.</param>
/// <param name="EndedOn">When it ended.</param>
/// <param name="OnThisCloud">Whether on the vendor's cloud.</param>
/// <param name="Url">Where it was published.</param>
internal sealed record CaseForm(string? Title, string? Customer, DateOnly? EndedOn, bool? OnThisCloud, string? Url)
{
    /// <summary>The case, if it is recent enough and one that can be checked (R4.2.2a).</summary>
    /// <exception cref="Refusal">
    /// <c>paths.case-too-old</c> at CaseEndedOn; <c>paths.case-url</c> at CaseUrl; <c>paths.case-elsewhere</c> at CaseOnThisCloud; those of
    /// the fields.
    /// </exception>
    public ServiceCase Read(Guid partner, DateOnly today, DateTimeOffset now, int months, bool onlyThisCloud)
    {
        var here = Input.Chosen(OnThisCloud, "CaseOnThisCloud");
        if (onlyThisCloud && !here)
        {
            throw new Refusal("paths.case-elsewhere") { Field = "CaseOnThisCloud" };
        }

        var one = new ServiceCase
        {
            PartnerId = partner,
            Title = Input.Text(Title, "CaseTitle"),
            Customer = Input.Text(Customer, "CaseCustomer"),
            EndedOn = Input.Chosen(EndedOn, "CaseEndedOn"),
            OnThisCloud = here,
            Url = UrlOf(here),
            EnteredAt = now,
        };
        return one.Counts(today, months) ? one : throw new Refusal("paths.case-too-old", months) { Field = "CaseEndedOn" };
    }

    /// <summary>A page that anybody can open; a case on the vendor's own cloud needs none.</summary>
    private string? UrlOf(bool here)
    {
        if (string.IsNullOrWhiteSpace(Url))
        {
            return here ? null : throw new Refusal("paths.case-url") { Field = "CaseUrl" };
        }

        var text = Input.Text(Url, "CaseUrl", 500);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Host.Contains('.', StringComparison.Ordinal)
            ? text
            : throw new Refusal("paths.case-url") { Field = "CaseUrl" };
    }
}
