using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Billing.Verify;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;

namespace PartnerCenter.Tests.Adapters;

/// <summary>An S3 server that checks every signature.</summary>
public sealed class BucketServer(TestServer server) : IAsyncLifetime
{
    public const string Bucket = "partner-center";
    private Counterpart s3 = null!;

    public string Endpoint => $"127.0.0.1:{s3.Port}";

    public async ValueTask InitializeAsync() => s3 = await Counterpart.Start("s3.js", server.NewFolder(), Bucket);

    public ValueTask DisposeAsync() => s3.DisposeAsync();
}

/// <summary>The bucket storage against a real counterpart.</summary>
public sealed class BucketTests(TestServer server, BucketServer s3) : IClassFixture<BucketServer>
{
    private const string Bucket = BucketServer.Bucket;

    private Dictionary<string, string?> Settings(string secret = "S3RVER", string bucket = Bucket) => new()
    {
        ["Storage:Bucket:Endpoint"] = s3.Endpoint,
        ["Storage:Bucket:AccessKey"] = "S3RVER",
        ["Storage:Bucket:SecretKey"] = secret,
        ["Storage:Bucket:Bucket"] = bucket,
        ["Storage:Bucket:Secure"] = "false",
    };

    private BucketStorage Storage(string secret = "S3RVER", string bucket = Bucket) =>
        BucketStorage.Of(new ConfigurationBuilder().AddInMemoryCollection(Settings(secret, bucket)).Build().GetSection("Storage:Bucket"));

    [Theory]
    [InlineData("documents/ab/plain", 10)]
    [InlineData("documents/empty", 0)]
    [InlineData("合同/二〇二四 年 (副本)+1&2=3.pdf", 4096)]
    [InlineData("segments/2024-08/03/large.parquet", 12 * 1024 * 1024)]
    public async Task What_was_written_is_read(string key, int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        var storage = Storage();

        await storage.Write(key, new MemoryStream(content));
        await storage.Write(key, new MemoryStream(content));
        await using var read = await storage.Read(key);

        Assert.Equal((size, Convert.ToHexString(SHA256.HashData(content))), ((int)read.Length, Convert.ToHexString(await SHA256.HashDataAsync(read))));
    }

    [Fact]
    public async Task What_is_not_there_is_said_as_on_disk()
    {
        await Assert.ThrowsAsync<FileNotFoundException>(() => Storage().Read("documents/none"));
        await Assert.ThrowsAsync<FileNotFoundException>(() => new DiskStorage(server.NewFolder()).Read("documents/none"));
    }

    [Theory]
    [InlineData("wrong", Bucket, 10)]
    [InlineData("wrong", Bucket, 12 * 1024 * 1024)]
    [InlineData("S3RVER", "other-bucket", 10)]
    public async Task A_wrong_secret_or_bucket_is_a_clear_error(string secret, string bucket, int size)
    {
        await Storage().Write("documents/there", new MemoryStream(Encoding.UTF8.GetBytes("there")));
        var storage = Storage(secret, bucket);

        var write = await Assert.ThrowsAsync<IOException>(() => storage.Write("documents/new", new MemoryStream(new byte[size])));
        var read = await Assert.ThrowsAsync<IOException>(() => storage.Read("documents/there"));

        Assert.StartsWith($"The bucket {bucket} did not take documents/new: ", write.Message, StringComparison.Ordinal);
        Assert.StartsWith($"The bucket {bucket} did not give documents/there: ", read.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FileNotFoundException>(() => Storage().Read("documents/new"));
    }

    [Fact]
    public async Task A_month_is_closed_and_verified_by_a_process_that_has_no_file_yet()
    {
        var (connection, owner) = await server.NewConnections();
        await using (var first = await World.Start(Databases.Open(connection, owner), server, settings: Settings()))
        {
            first.At(2024, 7, 2);
            for (var p = 0; p < 3; p++)
            {
                await first.Customer(await first.Partner($"云桶 {p}"), $"C-{p}");
            }

            first.At(2024, 9, 2);
            var lines = Enumerable.Range(0, 3000).Select(n => string.Create(CultureInfo.InvariantCulture,
                $"l{n},C-{n % 3},consumption,pay-per-use,storage,evs,2024-08-{(n % 28) + 1:00}T00:00:00Z,{n * 7 % 90_000},{(n % 50) + 1},3600,0.00064\n"));
            await first.ImportText(
                "charge_id,customer,charge_type,billing_mode,product_type,product,transaction_at,usage,size,per,unit_price\n" + string.Concat(lines));
        }

        await using var second = await World.Start(Databases.Open(connection, owner), server, settings: Settings());
        second.At(2024, 9, 2);
        await second.Close("2024-08");
        await using var third = await World.Start(Databases.Open(connection, owner), server, settings: Settings());
        var verified = await third.Use((VerifyMonth verify) => verify.Run(new Month(2024, 8)));

        Assert.True(verified.Clean);
        Assert.Equal(3000L, await third.Scalar<long>("select lines from billing.month_close"));
        Assert.Equal(await third.Scalar<long>("select count(*) from billing.segment"),
            Directory.GetFiles(Path.Combine(third.Folder, "cache", "segments"), "*.parquet", SearchOption.AllDirectories).LongLength);
        Assert.False(Directory.Exists(Path.Combine(third.Folder, "files")));
    }

    [Fact]
    public async Task A_segment_that_was_changed_in_the_bucket_is_not_used()
    {
        await using var world = await World.New(server, settings: Settings());
        world.At(2024, 7, 2);
        await world.Customer(await world.Partner("篡改科技"), "C-1");
        world.At(2024, 9, 2);
        await world.ImportText("""
            charge_id,customer,charge_type,billing_mode,product_type,product,transaction_at,official
            a,C-1,consumption,period,compute,ecs,2024-08-10T00:00:00Z,100
            """);
        await Storage().Write(await world.Scalar<string>("select path from billing.segment"), new MemoryStream(new byte[100]));

        var segment = Assert.Single(await world.Use((Manifest manifest) => manifest.All()));
        var problem = await Assert.ThrowsAsync<IOException>(() => world.Use((SegmentStore store) => store.Local(segment)));

        Assert.Contains("is not what was sealed", problem.Message, StringComparison.Ordinal);
    }
}
