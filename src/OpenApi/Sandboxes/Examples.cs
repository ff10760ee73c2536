using System.Collections.Frozen;

namespace PartnerCenter.OpenApi.Sandboxes;

/// <summary>
/// What one begins with when an operation is tried: a query, or a body. Braces name what lies in the sandbox. An operation that has none is
/// not tried from a page, as those that take a password or a token.
/// </summary>
internal static class Examples
{
    private static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>
    {
        ["KeystoneListAuthDomains"] = "?",
        ["KeystoneListAuthProjects"] = "?",
        ["KeystoneListProjects"] = "?",
        ["ListPermanentAccessKeys"] = "?",
        ["CheckUserIdentity"] = """{ "search_type": "name", "search_value": "newcomer_01" }""",
        ["SendVerificationMessageCode"] = """{ "receiver_type": "1", "mobile_phone": "13800000000", "lang": "zh-cn" }""",
        ["CreateSubCustomer"] = """{ "xaccount_id": "user-{user}", "xaccount_type": "{domain}" }""",
        ["ListSubCustomers"] = """{ "offset": 0, "limit": 10 }""",
        ["ListSubCustomerNewTag"] = """{ "customer_ids": ["{resale}"] }""",
        ["FreezeSubCustomers"] = """{ "customer_ids": ["{resale}"], "reason": "Overdue" }""",
        ["UnfreezeSubCustomers"] = """{ "customer_ids": ["{resale}"], "reason": "Paid" }""",
        ["ListPartnerBalances"] = "?",
        ["ListCustomersBalancesDetail"] = """{ "customer_infos": [{ "customer_id": "{resale}" }] }""",
        ["UpdateCustomerAccountAmount"] = """{ "customer_id": "{resale}", "amount": 100.00 }""",
        ["ReclaimToPartnerAccount"] = """{ "customer_id": "{resale}", "amount": 50.00 }""",
        ["ListPartnerAdjustRecords"] = "?offset=0&limit=10",
        ["ListPartnerAccountChangeRecords"] = "?balance_type=BALANCE_TYPE_DEBIT&limit=10",
        ["ShowCustomerAccountBalances"] = "?",
        ["ListCustomerAccountChangeRecords"] = "?balance_type=BALANCE_TYPE_DEBIT&limit=10",
        ["ListIndirectPartners"] = """{ "offset": 0, "limit": 10 }""",
        ["ListQuotaCoupons"] = """{ "quota_ids": ["{quota}"] }""",
        ["ListIssuedCouponQuotas"] = "?limit=10",
        ["ListCouponQuotasRecords"] = "?limit=10",
        ["CreatePartnerCoupons"] = """{ "quota_id": "{quota}", "customer_ids": ["{resale}"], "face_value": 20.00, "memo": "A first voucher" }""",
        ["ListIssuedPartnerCoupons"] = "?limit=10",
        ["ListPartnerCouponsRecord"] = "?limit=10",
        ["ListSubCustomerCoupons"] = "?limit=10",
        ["ListIncentiveDiscountPolicies"] = "?time={month}",
        ["ListCustomerOrders"] = "?customer_id={resale}&limit=10",
        ["ShowCustomerOrderDetails"] = "?",
        ["ShowRefundOrderDetails"] = "?order_id={order}",
        ["ListOrderCouponsByOrderId"] = "?order_id={order}",
        ["ListOrderDiscounts"] = "?order_id={order}",
        ["PayOrders"] = """{ "order_id": "{order}", "use_coupon": "NO", "use_discount": "NO" }""",
        ["CancelCustomerOrder"] = """{ "order_id": "{order}" }""",
        ["ListPayPerUseCustomerResources"] = """{ "limit": 10 }""",
        ["ListCustomerOnDemandResources"] = """{ "customer_id": "{resale}" }""",
        ["RenewalResources"] = """{ "resource_ids": ["{resource}"], "period_type": 2, "period_num": 1, "is_auto_pay": 0 }""",
        ["CancelResourcesSubscription"] = """{ "resource_ids": ["{resource}"], "unsubscribe_type": 1 }""",
        ["AutoRenewalResources"] = "{}",
        ["CancelAutoRenewalResources"] = "?",
        ["ListSubcustomerMonthlyBills"] = "?cycle={month}&charge_mode=1",
        ["ListSubCustomerBillDetail"] = "?bill_cycle={month}&customer_id={resale}",
        ["ListConsumeSubCustomers"] = """{ "bill_cycle": "{month}" }""",
        ["ShowCustomerMonthlySum"] = "?bill_cycle={month}",
        ["ListCustomerBillsFeeRecords"] = "?bill_cycle={month}",
        ["ListCustomerselfResourceRecords"] = "?cycle={month}",
        ["ListCustomerselfResourceRecordDetails"] = """{ "cycle": "{month}" }""",
        ["ListPostpaidBillSum"] = "?bill_cycle={month}",
        ["ListRenewRateOnPeriod"] = """{ "resource_ids": ["{resource}"], "period_type": 2, "period_num": 1 }""",
        ["ListServiceTypes"] = "?limit=10",
        ["ListResourceTypes"] = "?limit=10",
        ["ListServiceResources"] = "?service_type_code=hws.service.type.ec2",
        ["ListUsageTypes"] = "?limit=10",
        ["ListMeasureUnits"] = "?",
        ["ListConversions"] = "?",
        ["ListProvinces"] = "?limit=10",
        ["ListCities"] = "?province_code=32",
        ["ListCounties"] = "?city_code=3201",
    }.ToFrozenDictionary();

    /// <summary>Whether an operation is tried from a page.</summary>
    public static bool Has(string operation) => Texts.ContainsKey(operation);

    /// <summary>The text of an operation that <see cref="Has"/> one: a query if it begins with a question mark.</summary>
    public static string Of(string operation) => Texts[operation];
}
