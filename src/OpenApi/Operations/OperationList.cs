using PartnerCenter.OpenApi.Gateway;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>Everything that is answered.</summary>
internal static class OperationList
{
    /// <summary>All of it, by subject.</summary>
    public static readonly IReadOnlyList<Operation> All =
    [
        .. TokenOperations.All, .. Projects.All, .. KeyOperations.All, .. CustomerOperations.All, .. FundsOperations.All, .. CustomerFundsOperations.All,
        .. CouponOperations.All, .. CouponQuotaOperations.All, .. ChannelOperations.All, .. OrderOperations.All, .. OrderPriceOperations.All,
        .. ResourceOperations.All, .. RateOperations.All, .. BillOperations.All, .. OwnBillOperations.All,
        .. IncentiveOperations.All, .. DictionaryOperations.All,
    ];
}
