using PartnerCenter.Kernel;

namespace PartnerCenter.Billing.Usage;

/// <summary>Checks a batch of lines on another thread and puts the good ones into the staging, while the file is read on.</summary>
/// <param name="layout">The layout, for this checker alone.</param>
/// <param name="lookup">Whose customers they are.</param>
/// <param name="firstOpen">The first month that is not closed; null if none has been.</param>
/// <param name="writer">Where good lines go.</param>
internal sealed class LineChecker(IUsageLayout layout, CustomerLookup lookup, Month? firstOpen, StagingWriter writer) : IAsyncDisposable
{
    private Task work = Task.CompletedTask;
    private UsageRow row = new();

    /// <summary>The lines; to be filled while it is idle.</summary>
    public LineBatch Batch { get; } = new();

    /// <summary>The bad ones among them, in order.</summary>
    public List<BadLine> Bad { get; } = [];

    /// <summary>Those, good for the rest, whose customers are to be created.</summary>
    public List<UsageRow> Newcomers { get; } = [];

    /// <summary>Begins to check the batch.</summary>
    public void Start() => work = Task.Run(Check);

    /// <summary>Waits until the batch is checked.</summary>
    public Task Done() => work;

    /// <summary>Takes a line whose customer has been created; only while it is idle.</summary>
    public void Keep(UsageRow newcomer) => writer.Add(newcomer);

    /// <summary>Forgets what it found.</summary>
    public void Clear()
    {
        Bad.Clear();
        Newcomers.Clear();
    }

    /// <summary>Brings all good lines into the staging; only while it is idle.</summary>
    public void Flush() => writer.Flush();

    /// <summary>Waits until nothing is at work any more.</summary>
    public async ValueTask DisposeAsync() => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Check()
    {
        for (var n = 0; n < Batch.Count; n++)
        {
            row.Line = Batch.First + n;
            try
            {
                Check(Batch[n]);
            }
            catch (BadRow bad)
            {
                Bad.Add(new(row.Line, bad.Code, bad.Detail));
            }
        }

        if (Batch.Broken is { } rest)
        {
            Bad.Add(rest);
        }
    }

    private void Check(in Line line)
    {
        layout.Read(line, row);
        // A line that comes after its month was closed belongs to the first month that is still open.
        row.Month = firstOpen is { } open && row.Month < open ? open : row.Month;
        if (lookup.Find(row))
        {
            writer.Add(row);
        }
        else if (lookup.MayCreate(row.CustomerNumber))
        {
            Newcomers.Add(row);
            row = new();
        }
        else
        {
            Bad.Add(CustomerLookup.None(row));
        }
    }
}
