using PartnerCenter.Kernel;

namespace PartnerCenter.Tests.Kernel;

public class IdentifierTests
{
    [Fact, Rule("R3.1a")]
    public void A_code_with_the_right_check_character_is_valid() =>
        Assert.Equal(IdentifierCheck.Valid, Uscc.Check("914403001922038216"));

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
