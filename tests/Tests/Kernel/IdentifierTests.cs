using CsCheck;
using PartnerCenter.Kernel;

namespace PartnerCenter.Tests.Kernel;

public class IdentifierTests
{
    private const string Letters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string Plain = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly Gen<string> Codes = Gen.Char[Letters].Array[17]
        .Select(body => string.Concat(body)).Select(body => body + UsccCheck(body));

    private static readonly Gen<string> OrganizationCodes = Gen.Char[Plain].Array[8]
        .Select(body => string.Concat(body)).Select(body => body + OrganizationCheck(body));

    [Theory, Rule("R3.1a")]
    [InlineData("914403001922038216")]
    [InlineData("91520900MA6J6CBN9Q")]
    [InlineData("9144030071526726XG")]
    public void A_code_with_the_right_check_character_is_valid(string code) => Assert.Equal(IdentifierCheck.Valid, Uscc.Check(code));

    [Fact, Rule("R3.1a")]
    public void Every_code_passes_with_its_check_character_and_with_no_other() => Codes.Sample(code =>
    {
        Assert.Equal(IdentifierCheck.Valid, Uscc.Check(code));
        Assert.All(Letters.Where(other => other != code[17]), other => Assert.Equal(IdentifierCheck.CheckCharacterDiffers, Uscc.Check(code[..17] + other)));
    });

    [Fact, Rule("R3.1a")]
    public void One_wrong_character_and_two_swapped_are_always_noticed() => Gen.Select(Codes, Gen.Int[0, 16], Gen.Char[Letters])
        .Sample((code, at, other) =>
        {
            var mistyped = code[..at] + other + code[(at + 1)..];
            Assert.Equal(mistyped == code ? IdentifierCheck.Valid : IdentifierCheck.CheckCharacterDiffers, Uscc.Check(mistyped));
            var swapped = code[..at] + code[at + 1] + code[at] + code[(at + 2)..];
            Assert.Equal(swapped == code ? IdentifierCheck.Valid : IdentifierCheck.CheckCharacterDiffers, Uscc.Check(swapped));
        });

    [Fact, Rule("R3.1b")]
    public void Every_organisation_code_passes_with_its_check_character_and_with_no_other() => OrganizationCodes.Sample(code =>
    {
        OrganizationCode.Check(code);
        OrganizationCode.Check($"{code[..8]}-{code[8]}");
        Assert.All("0123456789X".Where(other => other != code[8]), other =>
            Assert.Equal("organization-code.check", Assert.Throws<Refusal>(() => OrganizationCode.Check(code[..8] + other)).Code));
    });

    /// <summary>As GB 32100-2015 puts it: with it the sum of value times 3^place is a multiple of 31.</summary>
    private static char UsccCheck(string body)
    {
        for (var candidate = 0; candidate < 31; candidate++)
        {
            var (sum, weight) = (candidate, 1);
            foreach (var c in body)
            {
                (sum, weight) = (sum + (Letters.IndexOf(c, StringComparison.Ordinal) * weight), weight * 3 % 31);
            }

            if (sum % 31 == 0)
            {
                return Letters[candidate];
            }
        }

        throw new InvalidOperationException(body);
    }

    /// <summary>As GB 11714-1997 puts it: values by alphabet, weights 3 7 9 10 5 8 4 2, the check digit makes the sum a multiple of 11; X is 10.</summary>
    private static char OrganizationCheck(string body)
    {
        var sum = body.Select((c, i) => Plain.IndexOf(c, StringComparison.Ordinal) * new[] { 3, 7, 9, 10, 5, 8, 4, 2 }[i]).Sum();
        return Enumerable.Range(0, 11).Where(check => (sum + check) % 11 == 0).Select(check => "0123456789X"[check]).Single();
    }

    [Fact, Rule("R3.1a")]
    public void A_code_with_another_check_character_is_for_a_person_to_look_at() =>
        Assert.Equal(IdentifierCheck.CheckCharacterDiffers, Uscc.Check("91310117557415205K"));

    [Theory, Rule("R3.1a")]
    [InlineData("91440300192203821", "uscc.length")]
    [InlineData("9144030019220382161", "uscc.length")]
    [InlineData("91440300192203821I", "uscc.alphabet")]
    [InlineData("9144030019220382O6", "uscc.alphabet")]
    [InlineData("91440300192203821z", "uscc.alphabet")]
    [InlineData("S14403001922038216", "uscc.alphabet")]
    public void Length_and_alphabet_are_refused_with_the_reason(string code, string refusal) =>
        Assert.Equal(refusal, Assert.Throws<Refusal>(() => Uscc.Check(code)).Code);

    [Fact, Rule("R3.1b")]
    public void An_organisation_code_passes_by_its_own_check_character()
    {
        OrganizationCode.Check("777023172");
        OrganizationCode.Check("77702317-2");
        Assert.Equal("organization-code.check", Assert.Throws<Refusal>(() => OrganizationCode.Check("777023173")).Code);
        Assert.Equal("organization-code.form", Assert.Throws<Refusal>(() => OrganizationCode.Check("77702317")).Code);
    }

    [Theory, Rule("R3.1c")]
    [InlineData(null, "914403001922038216", "914403001922038216")]
    [InlineData(" ", "914403001922038216", "914403001922038216")]
    [InlineData("110000100000001", "914403001922038216", "110000100000001")]
    public void The_taxpayer_number_is_the_uscc_unless_another_is_given(string? given, string uscc, string expected) =>
        Assert.Equal(expected, TaxNumber.Of(given, uscc));

    [Theory, Rule("R3.1c")]
    [InlineData("1100001000000012")]
    [InlineData("11000010000000")]
    public void A_taxpayer_number_has_15_or_18_characters(string given) =>
        Assert.Equal("tax-number.length", Assert.Throws<Refusal>(() => TaxNumber.Of(given, null)).Code);
}
