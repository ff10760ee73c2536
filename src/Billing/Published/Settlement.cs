using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Billing.Published;

/// <summary>
/// What a later module adds to the month close: it sees every settled line that counts for the partners of a bucket once, partner by
/// partner, and writes its own results in the transaction of the bucket. For a distributor the lines of its resellers' customers count
/// as well (R12.3.1), after its own.
/// </summary>
public interface ISettlementPart
{
    /// <summary>Its place among the parts: a part may ask <see cref="BucketSettlement.Result{T}"/> for what an earlier one found.</summary>
    int Order { get; }

    /// <summary>Prepares for a bucket.</summary>
    Task<IBucketPart> Begin(BucketSettlement bucket, CancellationToken ct);
}

/// <summary>A part at work on one bucket.</summary>
public interface IBucketPart
{
    /// <summary>A line, in the order of partner, reseller, customer and product.</summary>
    void Add(in SettledLine line);

    /// <summary>All lines of the partner have been added.</summary>
    void EndPartner(Guid partner);

    /// <summary>Replaces the results of this month and bucket.</summary>
    Task Write(UnitOfWork unit, CancellationToken ct);
}

/// <summary>A bucket of a month on its way through the close.</summary>
/// <param name="month">The month.</param>
/// <param name="number">The bucket.</param>
/// <param name="partners">The partners for whom lines in it may count.</param>
/// <param name="lines">Reads the settled lines that count for one partner in any month, through the one door to the segments.</param>
public sealed class BucketSettlement(
    Month month, short number, IReadOnlyList<Guid> partners, Action<Guid, Month, Action<SettledLine>> lines)
{
    private readonly Dictionary<Type, object> results = [];

    /// <summary>The month.</summary>
    public Month Month => month;

    /// <summary>The bucket.</summary>
    public short Number => number;

    /// <summary>The partners for whom lines in it may count.</summary>
    public IReadOnlyList<Guid> Partners => partners;

    /// <summary>Reads the settled lines that count for a partner in an earlier month.</summary>
    public void Lines(Guid partner, Month of, Action<SettledLine> action) => lines(partner, of, action);

    /// <summary>Leaves something for later parts.</summary>
    public void Leave<T>(T result)
        where T : class => results[typeof(T)] = result;

    /// <summary>What an earlier part left.</summary>
    public T Result<T>()
        where T : class => (T)results[typeof(T)];
}

/// <summary>
/// The other way to the same figures: a module's results recomputed as set-based SQL from the raw lines, for the verification of a
/// closed month. It shares no code with the close.
/// </summary>
public interface IIndependentCheck
{
    /// <summary>What it checks, for the report.</summary>
    string Name { get; }

    /// <summary>The results as posted, as canonical text lines.</summary>
    Task<IReadOnlyList<string>> Posted(Month month, CancellationToken ct);

    /// <summary>The results as they should be, as canonical text lines.</summary>
    /// <param name="month">The month.</param>
    /// <param name="raw">Runs SQL over the raw lines; see <see cref="IRawLines"/>.</param>
    /// <param name="ct">Stops waiting.</param>
    Task<IReadOnlyList<string>> Recomputed(Month month, IRawLines raw, CancellationToken ct);
}

/// <summary>Raw lines in DuckDB, settled by SQL alone.</summary>
public interface IRawLines
{
    /// <summary>
    /// The name of a view over the lines of a month: partner, customer, product, product_type, region, mode, charge_type, order_type,
    /// billing_mode, charge_hash, transaction_at, official, payable, billed, voucher, cash_coupon, coupon_counts, stored_value, arrears,
    /// partner_voucher; amounts are whole units of 1e-8.
    /// </summary>
    Task<string> View(Month month, CancellationToken ct);

    /// <summary>Runs a query that gives one text a row.</summary>
    IReadOnlyList<string> Query(string sql);

    /// <summary>Runs a statement.</summary>
    void Execute(string sql);
}

/// <summary>The settled lines that count for a partner in a closed month, for explanations: the same calculation as the close's.</summary>
public interface ISettledLines
{
    /// <summary>Hands over every line, in the order of reseller, customer, product and time.</summary>
    Task Read(Guid partner, Month month, Action<SettledLine> action, CancellationToken ct);
}
