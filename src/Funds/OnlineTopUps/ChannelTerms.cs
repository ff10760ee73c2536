using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Funds.OnlineTopUps;

/// <summary>A way to pay online (R12.1.3.1).</summary>
/// <param name="Code">By which the gateway knows it.</param>
/// <param name="Name">As people know it.</param>
/// <param name="Wallet">Whether it is somebody's wallet, whose subject is the source of the money (R12.1.3.7).</param>
/// <param name="MostPerPayment">CNY.</param>
/// <param name="MostPerDay">CNY, of one partner or customer.</param>
public sealed record PaymentChannel(string Code, LocalText Name, bool Wallet, decimal MostPerPayment, decimal MostPerDay);

/// <summary>What becomes of a payment that was made when its time was over.</summary>
public enum LatePayment
{
    /// <summary>It is booked all the same.</summary>
    Book,

    /// <summary>It goes back to the payer.</summary>
    Refund,
}

/// <summary>The ways to pay online. Deciding day: the day of the payment.</summary>
/// <param name="Channels">In the order in which they are offered.</param>
/// <param name="Minutes">How long a person has to pay.</param>
/// <param name="Late">What becomes of what is paid after that.</param>
internal sealed record ChannelTerms(IReadOnlyList<PaymentChannel> Channels, int Minutes, LatePayment Late) : ITerms
{
    public const string Rule = "funds.channels";

    public IEnumerable<string> Problems()
    {
        foreach (var twice in Channels.GroupBy(channel => channel.Code).Where(group => group.Count() > 1))
        {
            yield return $"channels: {twice.Key} stands there twice";
        }

        foreach (var channel in Channels.Where(channel => channel.MostPerPayment <= 0 || channel.MostPerDay < channel.MostPerPayment))
        {
            yield return $"channels: {channel.Code} must let at least one payment a day through";
        }

        if (Minutes is < 1 or > 1440)
        {
            yield return "minutes: 1 to 1440";
        }
    }
}
