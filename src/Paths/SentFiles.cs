using Microsoft.AspNetCore.Http;
using PartnerCenter.Paths.Applications;

namespace PartnerCenter.Paths;

/// <summary>Files of a form, open as long as they are read.</summary>
internal static class SentFiles
{
    /// <summary>Hands the files over; what was left out of a form is no file.</summary>
    public static async Task<T> With<T>(IReadOnlyList<IFormFile?> files, Func<List<SentFile?>, Task<T>> work)
    {
        var open = new List<Stream>();
        try
        {
            var sent = new List<SentFile?>();
            foreach (var file in files)
            {
                if (file is not { Length: > 0 })
                {
                    sent.Add(null);
                    continue;
                }

                open.Add(file.OpenReadStream());
                sent.Add(new(file.FileName, open[^1]));
            }

            return await work(sent);
        }
        finally
        {
            foreach (var stream in open)
            {
                await stream.DisposeAsync();
            }
        }
    }

    /// <summary>The same for files that come in any number.</summary>
    public static Task<T> WithAll<T>(IReadOnlyList<IFormFile> files, Func<List<SentFile>, Task<T>> work) =>
        With(files, sent => work([.. sent.OfType<SentFile>()]));
}
