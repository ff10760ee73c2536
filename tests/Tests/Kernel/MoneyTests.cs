using CsCheck;
using PartnerCenter.Billing.Close;
using PartnerCenter.Kernel;

namespace PartnerCenter.Tests.Kernel;

public class MoneyTests
{
    [Fact, Rule("R12.1.9.14")]
    public void A_pay_per_use_charge_is_rated_to_8_decimals_billed_truncated_and_the_rest_is_kept()
    {
        var rated = Money.FromUnits(Rating.Amount(25_874 * Rounding.One, 10 * Rounding.One, 3600, 64_000), Currency.Cny);

        Assert.Equal(0.04599822m, rated.Amount);
        Assert.Equal(0.04m, rated.TruncateToCent().Amount);
        Assert.Equal(0.00599822m, rated.RoundingRemainder().Amount);
    }

    [Theory, Rule("R12.1.9.14")]
    [InlineData("-0.04599822", "-0.04", "-0.00599822")]
    [InlineData("-0.01", "-0.01", "0.00")]
    [InlineData("0.00999999", "0.00", "0.00999999")]
    [InlineData("1.01000000", "1.01", "0.00")]
    public void Truncation_is_toward_zero_for_negative_amounts_too(string amount, string billed, string rest)
    {
        var money = Money.Parse(amount, Currency.Cny);

        Assert.Equal(billed, money.TruncateToCent().ToString());
        Assert.Equal(rest, money.RoundingRemainder().ToString());
    }

    [Theory]
    [InlineData("0.125", "0.13")]
    [InlineData("-0.125", "-0.13")]
    [InlineData("22603.4596", "22603.46")]
    [InlineData("0.00499999", "0.00")]
    public void Half_up_means_away_from_zero(string amount, string rounded) =>
        Assert.Equal(rounded, Money.Parse(amount, Currency.Cny).RoundHalfUpToCent().ToString());

    [Theory]
    [InlineData("1.000000001", "money.decimals")]
    [InlineData("abc", "money.unreadable")]
    [InlineData("", "money.unreadable")]
    [InlineData("1e5", "money.unreadable")]
    [InlineData("99999999999999", "money.range")]
    [InlineData("0", "money.not-positive")]
    [InlineData("-5", "money.not-positive")]
    [InlineData("1.001", "money.not-cents")]
    public void What_is_not_a_payable_amount_is_refused_at_its_field(string text, string code)
    {
        var refusal = Assert.Throws<Refusal>(() => Money.ParsePayable(text, Currency.Cny, "Amount"));

        Assert.Equal(code, refusal.Code);
        Assert.Equal("Amount", refusal.Field);
    }

    [Fact, Rule("R12.1.5.4")]
    public void A_share_is_the_exact_quotient_rounded_once_whatever_its_size() =>
        Gen.Select(Numbers, Numbers, Numbers).Sample(
            (part, total, whole) =>
            {
                whole = whole == 0 ? 1 : whole;
                var exact = Rounding.DivideHalfUp((Int128)part * total, whole);
                if (Int128.Abs(exact) < long.MaxValue)
                {
                    Assert.Equal((long)exact, Rounding.Share(part, total, whole));
                }
            },
            iter: 200_000);

    [Theory]
    [InlineData(1, 1, 2, 1)]
    [InlineData(-1, 1, 2, -1)]
    [InlineData(-3, 1, 2, -2)]
    [InlineData(-1, -1, 2, 1)]
    [InlineData(1, -1, 3, 0)]
    [InlineData(5, 1, -2, -3)]
    [InlineData(999_999_999_999_999_999, 999_999_999_999_999_999, 999_999_999_999_999_999, 999_999_999_999_999_999)]
    public void Halves_of_shares_go_away_from_zero(long part, long total, long whole, long share) =>
        Assert.Equal(share, Rounding.Share(part, total, whole));

    /// <summary>Small ones, where halves are frequent, and ones of every size.</summary>
    private static Gen<long> Numbers => Gen.OneOf(Gen.Long[-20, 20], Gen.Long[-1_000_000_000_000, 1_000_000_000_000],
        Gen.Long[-9_000_000_000_000_000_000, 9_000_000_000_000_000_000]);

    [Fact]
    public void Currencies_do_not_mix() =>
        Assert.Throws<InvalidOperationException>(() => Money.Cny(1) + Money.Of(1, Currency.Usd));

    [Fact]
    public void Shares_and_residue_sum_to_the_total_whatever_the_weights() =>
        Gen.Select(Gen.Long[0, 100_000_000_000_000], Gen.Long[1, 90_000_000_000_000].Array[1, 40]).Sample((total, weights) =>
        {
            var allocation = Allocation.Of(total, weights);
            return allocation.Shares.Sum() + allocation.Residue == total
                && Math.Abs(allocation.Residue) <= weights.Length;
        });

    [Fact]
    public void A_share_is_rounded_once_where_a_decimal_quotient_would_be_off() =>
        Assert.Equal(235958636991, Rounding.Share(859676413809, 4405813767695, 16051856494911));

    [Fact]
    public void Text_of_units_reads_back_as_the_same_units() =>
        Gen.Long[-9_000_000_000_000_000, 9_000_000_000_000_000].Sample(units =>
            UnitText.TryRead(UnitText.Write(units), false, out var read) && read == units);

    [Theory]
    [InlineData("0.00001605990", true, 1606)]
    [InlineData("0.123456785", true, 12345679)]
    [InlineData("-0.123456785", true, -12345679)]
    [InlineData("12.500000000", false, 1250000000)]
    public void Further_decimals_are_rounded_only_where_that_is_allowed(string text, bool mayRound, long units)
    {
        Assert.True(UnitText.TryRead(text, mayRound, out var read));
        Assert.Equal(units, read);
    }

    [Theory]
    [InlineData("0.000000001")]
    [InlineData("1,5")]
    [InlineData("-")]
    [InlineData("1.2.3")]
    [InlineData("99999999999")]
    public void Other_texts_are_not_amounts(string text) => Assert.False(UnitText.TryRead(text, false, out _));
}
