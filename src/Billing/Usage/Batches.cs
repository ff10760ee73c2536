namespace PartnerCenter.Billing.Usage;

/// <summary>Two batches of rows: while one is filled by whoever reads the file, the other goes into the staging on another thread.</summary>
internal sealed class Batches(Staging staging)
{
    private const int Size = 4096;
    private UsageRow[] filling = New();
    private UsageRow[] adding = New();
    private Task added = Task.CompletedTask;
    private int count;

    /// <summary>The row to fill next; the same one until it is kept.</summary>
    public UsageRow Row => filling[count];

    /// <summary>Keeps the row that was filled.</summary>
    public async ValueTask Keep()
    {
        if (++count == Size)
        {
            await Swap();
        }
    }

    /// <summary>Waits until all rows are in the staging.</summary>
    public async Task End()
    {
        await Swap();
        await added;
    }

    private async ValueTask Swap()
    {
        await added;
        (filling, adding) = (adding, filling);
        var (batch, rows) = (adding, count);
        added = Task.Run(() => staging.Add(batch, rows));
        count = 0;
    }

    private static UsageRow[] New() => [.. Enumerable.Range(0, Size).Select(_ => new UsageRow())];
}
