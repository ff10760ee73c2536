namespace PartnerCenter.Paths;

/// <summary>Gives certificates to slots, one to each, so that as many slots as possible are filled (R4.2.1a).</summary>
/// <remarks>
/// Filling slots as certificates come would give a professional certificate to an associate slot that another one could have taken, and
/// count too few: a certificate moves on to another slot where that makes room (augmenting paths).
/// </remarks>
internal static class Matching
{
    /// <summary>Fills the slots.</summary>
    /// <param name="kinds">The kinds of the certificates.</param>
    /// <param name="slots">The slots; one that counts twice has two places.</param>
    /// <returns>The pairs: which certificate fills a place of which slot, both by position.</returns>
    public static List<(int Certificate, int Slot)> Fill(IReadOnlyList<string> kinds, IReadOnlyList<CertificateSlot> slots)
    {
        var places = slots.SelectMany((slot, index) => Enumerable.Repeat(index, slot.Count)).ToArray();
        var taken = Enumerable.Repeat(-1, places.Length).ToArray();
        for (var certificate = 0; certificate < kinds.Count; certificate++)
        {
            Place(certificate, new bool[places.Length]);
        }

        return [.. taken.Select((certificate, place) => (certificate, places[place])).Where(pair => pair.certificate >= 0)];

        bool Place(int certificate, bool[] tried)
        {
            for (var place = 0; place < places.Length; place++)
            {
                if (tried[place] || !slots[places[place]].Accepts.Contains(kinds[certificate]))
                {
                    continue;
                }

                tried[place] = true;
                if (taken[place] < 0 || Place(taken[place], tried))
                {
                    taken[place] = certificate;
                    return true;
                }
            }

            return false;
        }
    }
}
