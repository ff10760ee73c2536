using System.Collections.Concurrent;
using PartnerCenter.Customers.Published;

namespace PartnerCenter.Billing.Usage;

/// <summary>Whose customer a line's customer was when the transaction took place. Several threads look while one adds.</summary>
internal sealed class CustomerLookup
{
    private readonly ConcurrentDictionary<string, (AssociationView View, short Bucket)[]> byNumber = [];

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

    public void Add(AssociationView association) => byNumber[association.Number] =
        [.. byNumber.GetValueOrDefault(association.Number, []), (association, SegmentStore.BucketOf(association.Partner))];

    /// <summary>Whether a customer that was not found is to be created: nobody has one of this number.</summary>
    public bool MayCreate(string number) => CreateFor is not null && !byNumber.ContainsKey(number);

    /// <summary>Fills partner, bucket, customer and mode of a line; false if the customer had no partner then.</summary>
    public bool Find(UsageRow row)
    {
        foreach (var (association, bucket) in byNumber.GetValueOrDefault(row.CustomerNumber, []))
        {
            if (association.From <= row.TransactionAt && (association.To is null || row.TransactionAt < association.To))
            {
                (row.Partner, row.Customer, row.Mode, row.Bucket) = (association.Partner, association.Customer, association.Mode, bucket);
                return true;
            }
        }

        return false;
    }

    /// <summary>Why a line whose customer had no partner then is not taken.</summary>
    public static BadLine None(UsageRow row) => new(row.Line, "usage.customer", $"{row.CustomerNumber} {row.TransactionAt:O}");
}
