using PartnerCenter.Kernel;

namespace PartnerCenter.Funds.Sources;

/// <summary>By which way money came onto a partner's balance: it decides to whom it can go back (R12.1.3.7).</summary>
public enum MoneySource
{
    /// <summary>转账汇款: transferred to the dedicated account number.</summary>
    [Words("转账汇款", "Bank transfer")]
    Transfer,

    /// <summary>在线钱包: paid online from a wallet, which has a subject of its own.</summary>
    [Words("在线钱包", "Online wallet")]
    Wallet,

    /// <summary>网银: paid online from a bank account.</summary>
    [Words("网银", "Net bank")]
    NetBank,

    /// <summary>激励返账户: an incentive.</summary>
    [Words("激励返账户", "Incentive")]
    Incentive,

    /// <summary>退款: refunded for an order that was paid before this was recorded.</summary>
    [Words("退款", "Refund")]
    Refund,
}

/// <summary>A source of money as withdrawals choose among them.</summary>
/// <param name="Source">The way.</param>
/// <param name="Subject">In whose name the wallet is; null for the real-name subject of the partner.</param>
/// <param name="Entity">The vendor's entity that received an online payment and pays it back; null where the present one pays.</param>
public sealed record MoneyFrom(MoneySource Source, string? Subject, string? Entity)
{
    /// <summary>By which forms and programs name it.</summary>
    public string Key => IsOnline ? $"{Source}|{Subject}|{Entity}" : Source.ToString();

    /// <summary>Whether it goes back by the entity that received it (R12.1.3.6).</summary>
    public bool IsOnline => Source is MoneySource.Wallet or MoneySource.NetBank;
}
