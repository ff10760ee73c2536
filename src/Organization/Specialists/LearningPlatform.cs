using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Organization.Specialists;

/// <summary>A certificate that the learning platform has awarded.</summary>
internal sealed record LearnedCertificate(string Kind, string Number, string Title, DateOnly IssuedOn, DateOnly? ValidUntil);

/// <summary>The platform where people learn and are certified (云学堂).</summary>
internal interface ILearningPlatform
{
    /// <summary>What an account was awarded and still holds.</summary>
    /// <param name="account">The account's name: its e-mail address.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>organization.learning-away</c>: it cannot be asked now.</exception>
    Task<IReadOnlyList<LearnedCertificate>> Certificates(string account, CancellationToken ct);
}

/// <summary>A learning platform over HTTP: GET URL/certificates?account=NAME with a bearer key, answered by a JSON array.</summary>
internal sealed class HttpLearningPlatform(HttpClient http, IConfiguration settings) : ILearningPlatform
{
    public async Task<IReadOnlyList<LearnedCertificate>> Certificates(string account, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get, $"{settings["Url"]!.TrimEnd('/')}/certificates?account={Uri.EscapeDataString(account)}");
            request.Headers.Authorization = new("Bearer", settings["Key"]);
            using var response = await http.SendAsync(request, ct);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<List<LearnedCertificate>>(ct) ?? [];
        }
        catch (Exception away) when (away is HttpRequestException or JsonException || (away is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw new Refusal("organization.learning-away");
        }
    }
}

/// <summary>An award entered in the product's own register: for a vendor without a learning platform.</summary>
internal sealed class LearningRecord
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The account's name, in lower case.</summary>
    public required string Account { get; init; }

    public required string Kind { get; init; }

    public required string Number { get; init; }

    public required string Title { get; init; }

    public DateOnly IssuedOn { get; init; }

    public DateOnly? ValidUntil { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>The embedded default: awards that the vendor's people enter by hand.</summary>
internal sealed class LearningRegister(OrganizationDb db, Rulebook rulebook, BusinessDay businessDay) : ILearningPlatform
{
    public async Task<IReadOnlyList<LearnedCertificate>> Certificates(string account, CancellationToken ct)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var name = account.ToLowerInvariant();
        return await db.LearningRecords.AsNoTracking().Where(r => r.Account == name && r.WithdrawnAt == null)
            .Select(r => new LearnedCertificate(r.Kind, r.Number, r.Title, r.IssuedOn, r.ValidUntil)).ToListAsync(ct);
    }

    /// <summary>The newest awards.</summary>
    public Task<List<LearningRecord>> Latest(Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.LearningRecords);
        return db.LearningRecords.AsNoTracking().OrderByDescending(r => r.Id).Take(200).ToListAsync(ct);
    }

    /// <summary>Enters an award.</summary>
    /// <exception cref="Refusal"><c>organization.certificate-kind</c> at Kind, <c>organization.certificate-known</c> at Number, field refusals.</exception>
    public async Task Add(string? account, string? kind, string? number, string? title, DateOnly? issuedOn, DateOnly? validUntil, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.LearningRecords);
        var terms = rulebook.On<SpecialistTerms>(SpecialistTerms.Rule, businessDay.Today).Terms;
        if (terms.Kind(kind) is not { Source: CertificateSource.Learning } known)
        {
            throw new Refusal("organization.certificate-kind") { Field = "Kind" };
        }

        var record = new LearningRecord
        {
            Account = Input.Email(account, "Account").ToLowerInvariant(),
            Kind = known.Code,
            Number = Input.Text(number, "Number", 60),
            Title = Input.Text(title, "Title"),
            IssuedOn = issuedOn ?? throw new Refusal("form.required") { Field = "IssuedOn" },
            ValidUntil = validUntil,
        };
        if (await db.LearningRecords.AnyAsync(r => r.Number == record.Number, ct))
        {
            throw new Refusal("organization.certificate-known", record.Number) { Field = "Number" };
        }

        db.LearningRecords.Add(record);
        await db.Save(by, "organization.add-learning-record", ct);
    }

    /// <summary>Takes an award back.</summary>
    /// <returns>False if there is none with that id.</returns>
    public async Task<bool> Withdraw(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.LearningRecords);
        if (await db.LearningRecords.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } record)
        {
            return false;
        }

        record.WithdrawnAt ??= businessDay.Now;
        await db.Save(by, "organization.withdraw-learning-record", ct);
        return true;
    }
}
