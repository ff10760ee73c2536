namespace PartnerCenter.Funds.Own;

/// <summary>How states of customers' withdrawals look.</summary>
internal static class OwnWithdrawalView
{
    public static string Tone(OwnWithdrawalState state) => state switch
    {
        OwnWithdrawalState.Requested or OwnWithdrawalState.Approved => "orange",
        OwnWithdrawalState.Paid => "green",
        _ => "red",
    };
}
