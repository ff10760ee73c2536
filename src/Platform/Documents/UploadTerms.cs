using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Platform.Documents;

/// <summary>How much one account may upload in a day at GMT+08:00. Deciding day: today.</summary>
/// <param name="FilesPerDay">Files.</param>
/// <param name="MebibytesPerDay">Their size together.</param>
internal sealed record UploadTerms(int FilesPerDay, int MebibytesPerDay) : ITerms
{
    public const string Rule = "platform.uploads";

    public IEnumerable<string> Problems()
    {
        if (FilesPerDay < 1)
        {
            yield return $"filesPerDay: {FilesPerDay} is less than 1";
        }

        if (MebibytesPerDay < 20)
        {
            yield return $"mebibytesPerDay: {MebibytesPerDay} is less than the largest file, 20";
        }
    }
}
