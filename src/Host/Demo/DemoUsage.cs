using System.Globalization;
using PartnerCenter.Kernel;

namespace PartnerCenter.Host.Demo;

/// <summary>A customer of the demo world and how much it consumes.</summary>
internal sealed record DemoConsumer(string Number, double Scale);

/// <summary>Writes a month's usage file in the native layout: the same lines for the same month, always.</summary>
internal static class DemoUsage
{
    private static readonly (string Type, string Product, bool Period, string Price, int Per)[] Products =
    [
        ("compute", "ecs-general-c7", true, "386.40", 0),
        ("compute", "ecs-memory-m7", true, "742.90", 0),
        ("compute", "ecs-burst-t6", false, "0.21480000", 3600),
        ("storage", "evs-ssd", false, "0.00097000", 3600),
        ("storage", "obs-standard", false, "0.00013750", 3600),
        ("network", "eip-traffic", false, "0.80000000", 1),
        ("database", "rds-postgres-ha", true, "1189.00", 0),
        ("ai", "gpu-inference", false, "9.87650000", 3600),
        ("marketplace", "backup-suite", true, "499.00", 0),
    ];

    private static readonly string[] Regions = ["cn-north-4", "cn-east-3", "cn-south-1", "ap-southeast-1"];

    public static void Write(string path, Month month, IReadOnlyList<DemoConsumer> consumers)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("charge_id,customer,charge_type,order_type,billing_mode,product_type,product,resource_type,resource_id,resource_name,"
            + "region,transaction_at,period_start,period_end,usage,size,per,unit_price,official,discount,voucher,cash_coupon,coupon_counts,stored_value,arrears");
        foreach (var consumer in consumers)
        {
            var random = new Random(HashCode(consumer.Number, month));
            var lines = (int)(24 * consumer.Scale) + 12;
            for (var n = 0; n < lines; n++)
            {
                file.WriteLine(Line(random, month, consumer, n));
            }
        }
    }

    private static string Line(Random random, Month month, DemoConsumer consumer, int n)
    {
        var product = Products[random.Next(Products.Length)];
        var at = month.Start.AddSeconds(random.NextInt64((long)(month.End - month.Start).TotalSeconds));
        var resource = $"{product.Product}-{random.Next(0x10000):x4}";
        var refund = product.Period && random.Next(25) == 0;
        var head = string.Create(CultureInfo.InvariantCulture,
            $"{month}-{consumer.Number}-{n:0000},{consumer.Number},{(refund ? "refund" : "consumption")},{Order(random, product.Period, refund)},"
            + $"{(product.Period ? "period" : "pay-per-use")},{product.Type},{product.Product},{product.Product.Split('-')[0]},{resource},{resource},"
            + $"{Regions[random.Next(Regions.Length)]},{at:yyyy-MM-ddTHH:mm:ssZ},{at:yyyy-MM-ddTHH:mm:ssZ},{at.AddDays(30):yyyy-MM-ddTHH:mm:ssZ}");
        if (!product.Period)
        {
            var hours = product.Per == 3600;
            var usage = hours ? random.Next(3600, 2_592_000) : random.Next(5, 400);
            var size = hours ? random.Next(1, product.Type == "storage" ? 500 : 6) : 1;
            return string.Create(CultureInfo.InvariantCulture, $"{head},{usage},{size},{product.Per},{product.Price},,,,,,,");
        }

        var count = random.Next(1, 1 + (int)(12 * consumer.Scale));
        var official = decimal.Parse(product.Price, CultureInfo.InvariantCulture) * count * (refund ? -1 : 1);
        var discount = official * random.Next(0, 20) / 100;
        var voucher = !refund && random.Next(12) == 0 ? 100m : 0;
        var stored = !refund && random.Next(15) == 0 ? 50m : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{head},,,,,{official},{discount},{voucher:0.00},0.00,false,{stored:0.00},0.00");
    }

    private static string Order(Random random, bool period, bool refund) =>
        refund ? "unsubscription" : period ? random.Next(3) == 0 ? "renewal" : "purchase" : "usage";

    /// <summary>A seed that is the same in every process.</summary>
    private static int HashCode(string number, Month month) =>
        unchecked((int)System.IO.Hashing.XxHash32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes($"{number}/{month}")));
}
