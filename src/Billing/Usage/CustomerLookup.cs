using PartnerCenter.Customers.Published;

namespace PartnerCenter.Billing.Usage;

/// <summary>Whose customer a line's customer was when the transaction took place.</summary>
internal sealed class CustomerLookup
{
    private readonly Dictionary<string, List<AssociationView>> byNumber = [];
    private readonly Dictionary<Guid, short> buckets = [];

    public CustomerLookup(IEnumerable<AssociationView> associations, Guid? createFor)
    {
        CreateFor = createFor;
        foreach (var association in associations)
        {
            Add(association);
        }
    }

    /// <summary>The partner whose customers unknown ones become.</summary>
    public Guid? CreateFor { get; }

    public void Add(AssociationView association)
    {
        if (!byNumber.TryGetValue(association.Number, out var times))
        {
            byNumber.Add(association.Number, times = []);
        }

        times.Add(association);
        buckets.TryAdd(association.Partner, SegmentStore.BucketOf(association.Partner));
    }

    public bool Knows(string number) => byNumber.ContainsKey(number);

    /// <summary>Fills partner, bucket, customer and mode of a line; false if the customer had no partner then.</summary>
    public bool Find(UsageRow row)
    {
        if (!byNumber.TryGetValue(row.CustomerNumber, out var times))
        {
            return false;
        }

        foreach (var association in times)
        {
            if (association.From <= row.TransactionAt && (association.To is null || row.TransactionAt < association.To))
            {
                (row.Partner, row.Customer, row.Mode) = (association.Partner, association.Customer, association.Mode);
                row.Bucket = buckets[association.Partner];
                return true;
            }
        }

        return false;
    }
}
