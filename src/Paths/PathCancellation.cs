using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Persistence;

namespace PartnerCenter.Paths;

/// <summary>An account on a path must leave the path before it can be cancelled (R4.4.1).</summary>
internal sealed class PathCancellation(PathsDb db) : ICancellationGuard
{
    public async Task<IReadOnlyList<LocalText>> Why(Guid partner, CancellationToken ct) =>
        await db.Members.AnyAsync(m => m.PartnerId == partner && m.LeftOn == null, ct)
            ? [new("请先退出发展路径。", "Leave the development path first.")]
            : [];
}
