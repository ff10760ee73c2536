using System.Text;
using PartnerCenter.Customers;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Customers;

/// <summary>Prospects from a file.</summary>
public sealed class ImportProspectsTests(TestServer server)
{
    private const string Head = "company_name,contact_name,mobile,email\n";

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    private static Task<ProspectImport> Import(World world, string text, Actor by, Encoding? encoding = null) =>
        world.Use((ImportProspects import) => import.Run(new MemoryStream((encoding ?? Encoding.UTF8).GetBytes(text)), by));

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    private static Task<long> Count(World world) => world.Scalar<long>("select count(*) from customers.prospect");

    [Fact, Rule("R12.1.2.8")]
    public async Task Companies_of_a_file_are_registered_once_as_those_of_the_form_are()
    {
        await using var world = await World.New(server);
        var (partner, other) = (await world.Partner("方案科技"), await world.Partner("别家科技"));
        Assert.Equal(2, (await Import(world, $"{Head}莲花超市,张三,13800138000,a@example.com\n雪松银行,李四,+85212345678,b@example.com\n", partner)).Registered);

        var again = await Import(world, $"{Head}长桥物流,王五,13800138001,c@example.com\n莲花超市,张三,13800138000,a@example.com\n", partner);

        Assert.Equal([(3, "company_name", "prospect.known")], again.Bad.Select(bad => (bad.Line, bad.Field, bad.Code)));
        Assert.Equal(2, await Count(world));
        Assert.Equal(1, (await Import(world, $"{Head}莲花超市,张三,13800138000,a@example.com\n", other)).Registered);
        Assert.Equal(1, await world.Scalar<long>("select count(*) from platform.audit where action = 'customers.import-prospects' and tenant = '" + other.PartnerId + "'"));
    }

    [Fact]
    public async Task Every_fault_is_named_by_row_and_field_and_nobody_is_registered()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("方案科技");

        var import = await Import(
            world, $"{Head}莲花超市,张三,13800138000,a@example.com\n,李四,123,no-address\n莲花超市,王五,13800138001,c@example.com\n长桥物流,赵六,13800138002,d@example.com,多一列\n", partner);

        Assert.Equal(
            [
                (3, "company_name", "form.required"), (3, "mobile", "form.mobile"), (3, "email", "form.email"), (4, "company_name", "prospect.twice"), (5, "", "csv.width"),
            ],
            import.Bad.Select(bad => (bad.Line, bad.Field, bad.Code)));
        Assert.Equal(0, import.Registered);
        Assert.Equal(0, await Count(world));
    }

    [Fact]
    public async Task A_file_of_a_spreadsheet_in_its_own_encoding_and_with_the_heads_of_the_template_is_read()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("方案科技");
        const string row = "莲花超市,张三,13800138000,a@example.com\r\n";

        Assert.Equal(1, (await Import(world, "公司名称,联系人,手机,邮箱\r\n" + row, partner, Gb18030)).Registered);
        Assert.Equal("莲花超市", await world.Scalar<string>("select company_name from customers.prospect"));
        var filled = Encoding.UTF8.GetString(ImportProspects.Shape.Template()) + "雪松银行,李四,13800138001,b@example.com\r\n";
        Assert.Equal(1, (await Import(world, filled, partner)).Registered);
    }

    [Fact]
    public async Task What_is_no_such_file_is_refused_as_a_whole()
    {
        await using var world = await World.New(server);
        var partner = await world.Partner("方案科技");
        var rows = string.Concat(Enumerable.Range(1, 501).Select(n => $"公司{n},联系人,13800138000,a{n}@example.com\n"));

        Assert.Equal("csv.rows", await Refused(() => Import(world, Head + rows, partner)));
        Assert.Equal("csv.columns", await Refused(() => Import(world, "company_name,mobile\na,b\n", partner)));
        Assert.Equal("csv.empty", await Refused(() => Import(world, Head, partner)));
        Assert.Equal("csv.unreadable", await Refused(() => Import(world, $"{Head}\"{new string('x', 200_000)}\",b,c,d\n", partner)));
        Assert.Equal("csv.unreadable", await Refused(() => Import(world, "PK\u0003\u0004\0\0company_name", partner)));
        Assert.Equal("form.required", await Refused(() => world.Use((ImportProspects import) => import.Run(null, partner))));
        Assert.Equal("access.denied", await Refused(async () => await Import(world, Head, await world.Staff(Role.Operations))));
        Assert.Equal(500, (await Import(world, Head + rows[..rows.LastIndexOf("公司501", StringComparison.Ordinal)], partner)).Registered);
    }
}
