using PartnerCenter.Kernel;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Network.Published;

/// <summary>A ticket, as a change that needs one sees it.</summary>
/// <param name="Partner">Whose it is.</param>
/// <param name="Category">Its category.</param>
/// <param name="IsClosed">Whether it is over.</param>
public sealed record TicketFacts(Guid Partner, string Category, bool IsClosed);

/// <summary>Where tickets are found; given by the module that owns them.</summary>
public interface ITicketSource
{
    /// <summary>A ticket by its number, or null.</summary>
    Task<TicketFacts?> Find(string number, CancellationToken ct);
}

/// <summary>Some things change through a ticket only (R4.2.10, R6.1.4, R6.2.11): whoever changes them names it.</summary>
public sealed class TicketProof(ITicketSource tickets)
{
    /// <summary>The field that names the ticket.</summary>
    public const string Field = "Ticket";

    /// <summary>Makes sure that there is one.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="partner">Whose it must be.</param>
    /// <param name="category">In which category.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The number.</returns>
    /// <exception cref="Refusal">At Ticket: <c>form.required</c>, <c>ticket.none</c>, <c>ticket.other-category</c>, <c>ticket.over</c>.</exception>
    public async Task<string> Need(string? number, Guid partner, string category, CancellationToken ct = default)
    {
        var named = Input.Text(number, Field, 40);
        var ticket = await tickets.Find(named, ct);
        return ticket is null || ticket.Partner != partner ? throw No("ticket.none", named)
            : ticket.Category != category ? throw No("ticket.other-category", named)
            : ticket.IsClosed ? throw No("ticket.over", named)
            : named;
    }

    private static Refusal No(string code, string number) => new(code, number) { Field = Field };
}
