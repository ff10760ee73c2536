using PartnerCenter.Customers;
using PartnerCenter.Customers.Freezes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity.Published;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Tokens;
using PartnerCenter.Performance;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>A partner's customers.</summary>
internal static class CustomerOperations
{
    private const int MostCustomers = 100;

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
        new("ListSubCustomerNewTag", "POST", "/v2/partners/sub-customers/new-customers-tags/batch-query", Side.Partner, PerformanceModule.See,
            new("批量查询客户的新客标签", "Which customers are new ones"), NewTags),
        new("FreezeSubCustomers", "POST", "/v2/partners/sub-customers/freeze", Side.Partner, CustomersModule.Freeze,
            new("冻结客户", "Freeze resale customers"), Freeze),
        new("UnfreezeSubCustomers", "POST", "/v2/partners/sub-customers/unfreeze", Side.Partner, CustomersModule.Freeze,
            new("解冻客户", "Unfreeze them"), Unfreeze),
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
        var frozen = await call.Get<CustomerFreezes>().Among([.. rows.Select(row => row.Id)], call.Ct);
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
                is_frozen = frozen.Contains(row.Id) ? 1 : 0,
                email = row.Email,
            }),
            count,
        };
    }

    /// <summary>Of those that are not the partner's nothing is said.</summary>
    private static async Task<object?> NewTags(Call call)
    {
        call.NoReseller();
        var ((skip, limit), customers) = (call.Page, call.Texts("customer_ids", MostCustomers));
        var rows = await call.Get<NewCustomers>().Of([.. customers.Select(Call.IdOf)], call.By, skip, limit, call.Ct);
        return new
        {
            new_customer_tags = rows.Select(row => new
            {
                customer_id = row.Customer.ToString("n"),
                customer_tag_type = "SMB",
                new_customer_tag = row.Tag switch { NewCustomerTag.Qualified => "Y", NewCustomerTag.Below => "UNDETERMINED", _ => "N" },
                effective_time = row.From?.ToString(),
                expire_time = row.Until?.ToString(),
            }),
        };
    }

    /// <summary>Each by itself. Resources run at the vendor: they are not frozen here.</summary>
    private static async Task<object?> Freeze(Call call)
    {
        var (customers, reason) = ToFreeze(call, "freeze_type");
        var command = call.Caller.Command ?? Guid.CreateVersion7();
        var (_, failed) = await Batch.Run(call, customers, async (text, n) =>
            await call.Get<FreezeCustomer>().Run(CommandId.Part(command, n), Call.IdOf(text), reason, call.By, call.Ct) ? text : throw NotOwn());
        return new { error_details = failed };
    }

    private static async Task<object?> Unfreeze(Call call)
    {
        var (customers, reason) = ToFreeze(call, "unfreeze_type");
        var (_, failed) = await Batch.Run(call, customers, async (text, _) =>
            await call.Get<UnfreezeCustomer>().Run(Call.IdOf(text), reason, call.By, call.Ct) ? text : throw NotOwn());
        return new { error_details = failed };
    }

    private static (IReadOnlyList<string> Customers, string Reason) ToFreeze(Call call, string type)
    {
        call.NoReseller();
        if (call.OneOf(type, "ACCOUNT", "ACCOUNT_AND_RESOURCE") == "ACCOUNT_AND_RESOURCE")
        {
            throw WireError.Parameter(type, "is ACCOUNT: resources are not frozen here");
        }

        return call.Texts("customer_ids", MostCustomers) is { Count: > 0 } customers
            ? (customers, call.Need("reason"))
            : throw WireError.Parameter("customer_ids", "is missing");
    }

    private static WireError NotOwn() => new(400, "CBC.99000035", "This is no customer of yours.");

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
