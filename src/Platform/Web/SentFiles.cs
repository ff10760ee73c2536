using Microsoft.AspNetCore.Http;

namespace PartnerCenter.Platform.Web;

/// <summary>A file on its way in.</summary>
/// <param name="Name">Its name, as the sender gives it.</param>
/// <param name="Content">What is in it; read once.</param>
public sealed record SentFile(string Name, Stream Content);

/// <summary>Files of a form, open as long as they are read.</summary>
public static class SentFiles
{
    /// <summary>Hands the files over; what was left out of a form is no file.</summary>
    public static async Task<T> With<T>(IReadOnlyList<IFormFile?> files, Func<List<SentFile?>, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(work);
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
