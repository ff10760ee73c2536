using PartnerCenter.Customers.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers;

/// <summary>What came of a file of prospects.</summary>
/// <param name="Registered">Prospects registered.</param>
/// <param name="Bad">Rows at fault, a field each; if there are any, nobody was registered.</param>
public sealed record ProspectImport(int Registered, IReadOnlyList<BadRow> Bad);

/// <summary>
/// A partner registers many companies from a CSV file (批量导入): each row is checked as the form is, and the file once more against itself.
/// All of them are registered, or none and everything at fault is named.
/// </summary>
public sealed class ImportProspects(CustomersDb db, RegisterProspect register, RefusalTexts texts)
{
    /// <summary>The fields of the form.</summary>
    public static readonly CsvFile Shape = new(
        500,
        new("company_name", new("公司名称", "Company name")), new("contact_name", new("联系人", "Contact")),
        new("mobile", new("手机", "Mobile")), new("email", new("邮箱", "E-mail")));

    /// <summary>Reads and registers it.</summary>
    /// <exception cref="Refusal">Those of <see cref="CsvFile.Read"/>.</exception>
    public async Task<ProspectImport> Run(Stream? file, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Acquire);
        var read = await Shape.Read(file, cell => new ProspectForm(cell("company_name"), cell("contact_name"), cell("mobile"), cell("email")), texts, ct);
        var good = Check(read);
        // In an order of its own, before numbers are drawn: two files at once, or a file and a form, never wait for each other.
        foreach (var (_, form) in good.OrderBy(row => row.Form.CompanyName, StringComparer.Ordinal))
        {
            await register.InTurn(form, by, ct);
        }

        foreach (var (line, form) in good)
        {
            try
            {
                await register.Add(form, by, ct);
            }
            catch (Refusal refusal)
            {
                read.Bad.Add(Shape.Bad(line, refusal, texts));
            }
        }

        if (read.Bad.Count > 0)
        {
            await db.Unit.Forget(ct);
            return new(0, [.. read.Bad.OrderBy(bad => bad.Line)]);
        }

        await db.Save(by, "customers.import-prospects", ct);
        return new(good.Count, []);
    }

    /// <summary>The rows in order; what is wrong with the others is added to those at fault.</summary>
    private List<(int Line, CheckedProspect Form)> Check(CsvRows<ProspectForm> read)
    {
        var (good, seen) = (new List<(int, CheckedProspect)>(), new Dictionary<string, int>());
        foreach (var (line, form) in read.Rows)
        {
            var problems = CheckedProspect.Problems(form);
            if (!string.IsNullOrWhiteSpace(form.CompanyName) && !seen.TryAdd(form.CompanyName, line))
            {
                problems.Add(new Refusal("prospect.twice", seen[form.CompanyName]) { Field = nameof(form.CompanyName) });
            }

            read.Bad.AddRange(problems.Select(problem => Shape.Bad(line, problem, texts)));
            if (problems.Count == 0)
            {
                good.Add((line, CheckedProspect.Of(form)));
            }
        }

        return good;
    }
}
