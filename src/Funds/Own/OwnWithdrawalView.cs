namespace PartnerCenter.Funds.Own;

/// <summary>How states of customers' withdrawals look.</summary>
internal static class OwnWithdrawalView
{
    public static string Tone(OwnWithdrawalState state) => state switch
    {
        OwnWithdrawalState.Requested => "orange",
        OwnWithdrawalState.Paid => "green",
        _ => "red",
    };
}
