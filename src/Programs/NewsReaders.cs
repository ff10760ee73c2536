using PartnerCenter.Kernel;
using PartnerCenter.Programs.Published;
using PartnerCenter.Support.Published;

namespace PartnerCenter.Programs;

/// <summary>Which programmes' news a partner reads.</summary>
internal sealed class NewsReaders(Memberships memberships, BusinessDay businessDay) : IProgrammeSource
{
    public IReadOnlyDictionary<string, LocalText> All { get; } =
        Enum.GetValues<PartnerProgram>().ToDictionary(program => program.ToString(), program => Words.Of(program));

    public async Task<IReadOnlyCollection<string>> Of(Guid partner, CancellationToken ct) =>
        [.. (await memberships.Of(partner, businessDay.Today, ct)).Select(m => m.Program.ToString())];
}
