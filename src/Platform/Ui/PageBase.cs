using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Platform.Ui;

/// <summary>
/// What every page has: the request, the person, both languages, and one way to try something that may be refused. A refusal leaves
/// the person's input as it was and stands above the form, and at the field where it has one.
/// </summary>
public abstract class PageBase : ComponentBase
{
    private const string FlashCookie = "flash";

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = default!;

    /// <summary>What the last attempt was refused for.</summary>
    public Refusal? Problem { get; protected set; }

    /// <summary>The sentence of <see cref="Problem"/>.</summary>
    public string ProblemText => Problem is null ? "" : Texts.Sentence(Problem);

    /// <summary>The person signed in.</summary>
    protected Actor By => Http.Actor();

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private RefusalTexts Texts { get; set; } = default!;

    [Inject]
    private UnitOfWork Unit { get; set; } = default!;

    /// <summary>The words of the current language.</summary>
    public static string T(string zh, string en) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? zh : en;

    /// <summary>A customer's name for people; one that has cancelled its account has none.</summary>
    public static string Name(string? name) => string.IsNullOrEmpty(name) ? "–" : name;

    /// <summary>A day for people.</summary>
    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>An instant for people, at GMT+08:00.</summary>
    public static string Time(DateTimeOffset? at) =>
        at?.ToOffset(BusinessDay.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>An amount for people: thousands separated, two decimals or as many of eight as it needs.</summary>
    public static string Amount(decimal amount) => amount.ToString("#,##0.00######", CultureInfo.InvariantCulture);

    /// <summary>A field of <see cref="Problem"/>, or null.</summary>
    public string? ErrorAt(string field) => Problem?.Field == field ? ProblemText : null;

    /// <summary>The message that the page before left, once.</summary>
    public static string? TakeFlash(HttpContext http)
    {
        var flash = http.Request.Cookies[FlashCookie];
        if (flash is not null && !http.Response.HasStarted)
        {
            http.Response.Cookies.Delete(FlashCookie);
        }

        return flash;
    }

    /// <summary>Tries something that may be refused.</summary>
    /// <returns>Whether it was done.</returns>
    protected async Task<bool> Try(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Refusal refusal)
        {
            Problem = refusal;
        }
        catch (DbUpdateConcurrencyException)
        {
            Problem = new Refusal("conflict.changed-meanwhile");
        }

        await Unit.Forget();
        Http.Response.StatusCode = Problem.Field is null ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
        return false;
    }

    /// <summary>Goes to a page and leaves a message there, after something was done.</summary>
    protected void Done(string message, string link)
    {
        Http.Response.Cookies.Append(FlashCookie, message, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Http.Request.IsHttps });
        Navigation.NavigateTo(link);
    }

    /// <summary>Answers that there is no such thing: the same for what is absent and for what is not this person's.</summary>
    protected void NotFound() => Http.Response.StatusCode = StatusCodes.Status404NotFound;
}
