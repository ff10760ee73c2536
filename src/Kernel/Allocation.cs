namespace PartnerCenter.Kernel;

/// <summary>
/// A total spread over lines in proportion to their weights. Each share is rounded once on its own, half up at 8 decimals, so that
/// a reader can check any single line; what the shares together miss or exceed is the <see cref="Residue"/>, shown as a line of its
/// own and never forced into a share (R12.1.5.4).
/// </summary>
/// <param name="Shares">Units of 1e-8, one per weight, in the order given.</param>
/// <param name="Residue">Units of 1e-8: total minus the sum of the shares.</param>
public sealed record Allocation(IReadOnlyList<long> Shares, long Residue)
{
    /// <summary>Spreads <paramref name="total"/> over <paramref name="weights"/>.</summary>
    /// <param name="total">Units of 1e-8.</param>
    /// <param name="weights">Units of 1e-8; their sum must not be zero unless the total is.</param>
    /// <exception cref="InvalidOperationException">The weights sum to zero and the total does not.</exception>
    public static Allocation Of(long total, ReadOnlySpan<long> weights)
    {
        var shares = new long[weights.Length];
        return new(shares, Spread(total, weights, shares));
    }

    /// <summary>The residue alone, as of <see cref="Of"/>: for millions of weights.</summary>
    public static long ResidueOf(long total, ReadOnlySpan<long> weights) => Spread(total, weights, []);

    private static long Spread(long total, ReadOnlySpan<long> weights, Span<long> shares)
    {
        Int128 whole = 0;
        foreach (var weight in weights)
        {
            whole += weight;
        }

        if (whole == 0)
        {
            return total == 0 ? 0 : throw new InvalidOperationException("A total cannot be spread over nothing.");
        }

        var left = total;
        for (var i = 0; i < weights.Length; i++)
        {
            var share = Rounding.Share(weights[i], total, whole);
            left -= share;
            if (!shares.IsEmpty)
            {
                shares[i] = share;
            }
        }

        return left;
    }
}
