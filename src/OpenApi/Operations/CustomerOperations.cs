using PartnerCenter.Customers;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity.Published;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Tokens;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>A partner's customers.</summary>
internal static class CustomerOperations
{
    public static IEnumerable<Operation> All =>
    [
        new("CheckUserIdentity", "POST", "/v2/partners/sub-customers/users/check-identity", Side.Partner, CustomersModule.Acquire,
            new("校验客户注册信息", "Whether a login, e-mail address or mobile may still register"), Check),
        new("SendVerificationMessageCode", "POST", "/v2/bases/verificationcode/send", Side.Partner, CustomersModule.Acquire,
            new("发送验证码", "Send a code by SMS"), SendCode),
        new("CreateSubCustomer", "POST", "/v2/partners/sub-customers", Side.Partner, CustomersModule.Acquire,
            new("创建客户", "Create a resale customer"), Create),
        new("ListSubCustomers", "POST", "/v2/partners/sub-customers/query", Side.Partner, CustomersModule.See,
            new("查询客户列表", "One's customers"), List),
    ];

    private static async Task<object?> Check(Call call)
    {
        var kind = call.OneOf("search_type", "email", "mobile", "name") ?? throw WireError.Parameter("search_type", "is missing");
        var value = call.Need("search_value", 64);
        var accounts = call.Get<Accounts>();
        await using var wide = await call.Get<UnitOfWork>().AcrossWalls(call.Ct);
        var taken = kind == "mobile" ? await accounts.HasMobile(MobileCode.Plain(value), call.Ct) : await accounts.HasLogin(value, call.Ct);
        return new
        {
            check_result = taken ? "used_by_user" : "available",
            mobile_remain_available_num = kind == "mobile" ? (int?)(taken ? 0 : 1) : null,
        };
    }

    private static async Task<object?> SendCode(Call call)
    {
        if (call.Need("receiver_type") != "1")
        {
            throw WireError.Parameter("receiver_type");
        }

        var mobile = MobileCode.Plain(call.Need("mobile_phone", 20));
        await call.Get<SendMobileCode>().Run(mobile, call.Number("timeout", 1, 60), call.OneOf("lang", "zh-cn", "en-us") == "en-us", call.By, call.Ct);
        return null;
    }

    /// <summary>Customers made over the API are resale customers (R15.1.3): the referral that earlier versions knew is refused.</summary>
    private static async Task<object?> Create(Call call)
    {
        call.NoReseller();
        if (call.Text("cooperation_type") == "1")
        {
            throw WireError.Parameter("cooperation_type", "must not be 1: customers made here are resale customers");
        }

        if (call.Need("xaccount_type") != call.Caller.Domain.Name)
        {
            throw new WireError(400, "CBC.0101", "Parameter invalid: xaccount_type is not your platform's id.");
        }

        var user = call.Need("xaccount_id");
        var mobile = call.Text("mobile_phone") is { } given ? MobileCode.Plain(given) : null;
        if (mobile is not null)
        {
            await call.Get<TakeMobileCode>().Run(mobile, call.Text("verification_code"), call.By, call.Ct);
        }

        var (customer, login) = await call.Get<CreateCustomer>().Run(new(user, call.Text("domain_name"), mobile, call.Text("password")), call.By, call.Ct);
        return new { domain_id = customer.ToString("n"), domain_name = login };
    }

    private static async Task<object?> List(Call call)
    {
        call.NoReseller();
        var (skip, limit) = call.Page;
        var mode = call.OneOf("association_type", "1", "2") switch
        {
            "1" => AssociationMode.Referral,
            "2" => AssociationMode.Resale,
            _ => (AssociationMode?)null,
        };
        var id = call.Text("account_name") is { } login ? await Named(login, call.Id("customer_id"), call) : call.Id("customer_id");
        var filter = new CustomerFilter(id, call.Text("customer"), mode, call.Instant("associated_on_begin"), call.Instant("associated_on_end"));
        var (rows, count) = call.Text("label") is null ? await call.Get<CustomerLists>().Matching(call.By, filter, skip, limit, call.Ct) : ([], 0);
        var logins = await LoginsOf(call, [.. rows.Select(row => row.Id)]);
        return new
        {
            customer_infos = rows.Select(row => new
            {
                customer = row.Name,
                account_name = logins.GetValueOrDefault(row.Id, row.Number),
                customer_id = row.Id.ToString("n"),
                associated_on = Wire.Time(row.Since),
                association_type = row.Mode == AssociationMode.Referral ? "1" : "2",
                telephone = row.Mobile,
                country_code = row.Mobile is null ? null : "0086",
                is_frozen = 0,
                email = row.Email,
            }),
            count,
        };
    }

    private static async Task<Guid?> Named(string login, Guid? id, Call call)
    {
        await using var wide = await call.Get<UnitOfWork>().AcrossWalls(call.Ct);
        var found = await call.Get<Accounts>().CustomerOf(login, call.Ct) ?? Guid.Empty;
        return id is null || id == found ? found : Guid.Empty;
    }

    private static async Task<Dictionary<Guid, string>> LoginsOf(Call call, List<Guid> customers)
    {
        await using var wide = await call.Get<UnitOfWork>().AcrossWalls(call.Ct);
        return await call.Get<Accounts>().LoginsOf(customers, call.Ct);
    }
}
