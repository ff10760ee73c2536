using CsCheck;
using PartnerCenter.Kernel;
using PartnerCenter.Paths;

namespace PartnerCenter.Tests.Paths;

public sealed class MatchingTests
{
    private static readonly string[] Kinds = ["HCCDA", "HCCDP", "HCCDE", "HCIA", "HCIP", "HCIE", "PMP"];

    private static readonly CertificateSlot[] Service = [Slot(2, "HCCDA", "HCCDP", "HCCDE", "HCIA", "HCIP", "HCIE"), Slot(2, "HCCDP", "HCCDE", "HCIP", "HCIE")];

    private static CertificateSlot Slot(int count, params string[] accepts) => new(new("槽", "slot"), count, accepts);

    private static int Filled(params string[] kinds) => Matching.Fill(kinds, Service).Count;

    [Fact, Rule("R4.2.1a")]
    public void A_higher_level_does_for_a_lower_never_the_other_way_and_one_certificate_fills_one_slot()
    {
        Assert.Equal(4, Filled("HCCDA", "HCCDA", "HCCDP", "HCCDP"));
        Assert.Equal(4, Filled("HCCDP", "HCCDP", "HCCDP", "HCCDP"));
        Assert.Equal(4, Filled("HCCDE", "HCCDA", "HCCDE", "HCCDP"));
        Assert.Equal(4, Filled("HCIP", "HCIP", "HCIP", "HCIP"));
        Assert.Equal(4, Filled("HCIA", "HCIE", "HCCDA", "HCIP"));
        Assert.Equal(3, Filled("HCCDA", "HCCDA", "HCCDA", "HCCDP"));
        Assert.Equal(2, Filled("HCCDA", "HCCDA", "HCCDA", "HCCDA"));
        Assert.Equal(3, Filled("HCCDE", "HCCDE", "HCCDE"));
        Assert.Equal(1, Filled("HCCDE"));
        Assert.Equal(0, Filled("PMP", "HCSA"));
    }

    [Fact, Rule("R4.2.1a")]
    public void Professional_certificates_that_come_first_do_not_keep_associate_ones_out() =>
        Assert.Equal(4, Filled("HCCDP", "HCCDP", "HCCDA", "HCCDA"));

    /// <summary>The model tries every way to give slots to certificates, one after the other, with nothing clever.</summary>
    [Fact, Rule("R4.2.1a")]
    public void As_many_slots_are_filled_as_can_be_whatever_the_slots_accept()
    {
        var slot = Gen.Select(Gen.Int[0, 2], Gen.Int[0, Kinds.Length - 1].HashSet[0, 4], (count, kinds) => Slot(count, [.. kinds.Select(k => Kinds[k])]));
        Gen.Select(Gen.Int[0, Kinds.Length - 1].Array[0, 6], slot.Array[1, 3]).Sample((held, slots) =>
        {
            var kinds = held.Select(k => Kinds[k]).ToArray();
            var pairs = Matching.Fill(kinds, slots);

            Assert.All(pairs, pair => Assert.Contains(kinds[pair.Certificate], slots[pair.Slot].Accepts));
            Assert.Equal(pairs.Count, pairs.Select(pair => pair.Certificate).Distinct().Count());
            Assert.All(pairs.GroupBy(pair => pair.Slot), group => Assert.True(group.Count() <= slots[group.Key].Count));
            Assert.Equal(Most(kinds, [.. slots.Select(s => s.Count)], slots, 0), pairs.Count);
        }, iter: 5_000);
    }

    private static int Most(string[] kinds, int[] left, CertificateSlot[] slots, int from)
    {
        if (from == kinds.Length)
        {
            return 0;
        }

        var best = Most(kinds, left, slots, from + 1);
        for (var i = 0; i < slots.Length; i++)
        {
            if (left[i] > 0 && slots[i].Accepts.Contains(kinds[from]))
            {
                left[i]--;
                best = Math.Max(best, 1 + Most(kinds, left, slots, from + 1));
                left[i]++;
            }
        }

        return best;
    }
}
