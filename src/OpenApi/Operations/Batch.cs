using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>Calls that do many things, each by itself: the answer lists those that were done and those that were refused.</summary>
internal static class Batch
{
    /// <summary>Does one after the other; what one is refused for does not stop the next.</summary>
    /// <param name="call">The call.</param>
    /// <param name="ids">What is asked for, by their ids on the wire.</param>
    /// <param name="one">Does one, by id and place.</param>
    public static async Task<(List<T> Done, List<object> Failed)> Run<T>(Call call, IReadOnlyList<string> ids, Func<string, int, Task<T>> one)
    {
        var (done, failed) = (new List<T>(), new List<object>());
        for (var n = 0; n < ids.Count; n++)
        {
            try
            {
                done.Add(await one(ids[n], n));
            }
            catch (Exception no) when (no is Refusal or WireError)
            {
                await call.Get<UnitOfWork>().Forget(call.Ct);
                var error = no as WireError ?? call.Get<RefusalCodes>().Of((Refusal)no, "");
                failed.Add(new { id = ids[n], error_code = error.Code, error_msg = error.Message });
            }
        }

        return (done, failed);
    }
}
