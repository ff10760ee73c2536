using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths.Plans;

/// <summary>The partner writes its customer list: one company on each line, or the column of a CSV file.</summary>
internal sealed class WriteCustomerList(PathsDb db, Rulebook rulebook, RefusalTexts texts, BusinessDay businessDay)
{
    /// <summary>The column of a file that names the companies.</summary>
    public const string Column = "company";

    /// <summary>Rows that are read; a company may stand there twice.</summary>
    private const int MostRows = 20_000;

    /// <summary>Writes the list whole; a company that stands there twice is taken once.</summary>
    /// <param name="id">The list.</param>
    /// <param name="lines">One company on each line; not read where a file is sent.</param>
    /// <param name="file">A CSV file with the column <see cref="Column"/>.</param>
    /// <param name="by">The partner's administrator.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if the actor's partner has no such list.</returns>
    /// <exception cref="Refusal">
    /// <c>paths.lock-closed</c>; at Companies or File: <c>form.required</c>, <c>paths.customers-too-many</c>, <c>csv.row</c>, those of
    /// <see cref="CsvFile.Read"/> and of the names.
    /// </exception>
    public async Task<bool> Run(Guid id, string? lines, Stream? file, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        if (await db.Locks.SingleOrDefaultAsync(l => l.Id == id && l.PartnerId == by.PartnerId && l.Kind == LockKind.CustomerList, ct) is not { } list)
        {
            return false;
        }

        list.NeedOpen();
        var field = file is null ? "Companies" : "File";
        IReadOnlyList<string> told = file is null ? (lines ?? "").Split('\n') : await Read(file, ct);
        var companies = told.Where(line => !string.IsNullOrWhiteSpace(line))
            .Select(line => Input.Text(line, field)).Distinct().ToList();
        var most = rulebook.On<PlanTerms>(PlanTerms.Rule, businessDay.Today).Terms.MostCustomers;
        if (companies.Count == 0 || companies.Count > most)
        {
            throw new Refusal(companies.Count == 0 ? "form.required" : "paths.customers-too-many", most) { Field = field };
        }

        var present = await db.ListedCustomers.Where(c => c.LockId == id).OrderBy(c => c.Position).ToListAsync(ct);
        db.ListedCustomers.RemoveRange(present.Skip(companies.Count));
        for (var i = 0; i < companies.Count; i++)
        {
            if (i < present.Count)
            {
                present[i].Company = companies[i];
            }
            else
            {
                db.ListedCustomers.Add(new() { PartnerId = list.PartnerId, LockId = id, Position = i + 1, Company = companies[i] });
            }
        }

        await db.Save(by, "paths.write-customer-list", ct);
        return true;
    }

    private async Task<List<string>> Read(Stream file, CancellationToken ct)
    {
        var read = await new CsvFile(MostRows, new CsvColumn(Column)).Read(file, cell => cell(Column), texts, ct);
        return read.Bad is [var first, ..]
            ? throw new Refusal("csv.row", first.Line, first.Reason) { Field = "File" }
            : [.. read.Rows.Select(row => row.Row)];
    }
}
