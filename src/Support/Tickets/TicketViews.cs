using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Support.Tickets;

/// <summary>A ticket in a list of the asker's side.</summary>
public sealed record TicketRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>T-2026-000001.</summary>
    public required string Number { get; init; }

    /// <summary>What it is about, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>The code of its category.</summary>
    public required string Category { get; init; }

    /// <summary>How much it presses.</summary>
    public required TicketPriority Priority { get; init; }

    /// <summary>How it stands.</summary>
    public required TicketState State { get; init; }

    /// <summary>Who asked.</summary>
    public required string Asker { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset RaisedAt { get; init; }
}

/// <summary>A ticket in the vendor's queue.</summary>
public sealed record DeskRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>T-2026-000001.</summary>
    public required string Number { get; init; }

    /// <summary>What it is about, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>The asker's company.</summary>
    public required string Company { get; init; }

    /// <summary>The code of its category.</summary>
    public required string Category { get; init; }

    /// <summary>How much it presses.</summary>
    public required TicketPriority Priority { get; init; }

    /// <summary>How it stands.</summary>
    public required TicketState State { get; init; }

    /// <summary>Who has it, or null.</summary>
    public string? Assignee { get; init; }

    /// <summary>When it was raised, UTC.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Until when the vendor is to act, UTC; null while it need not.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>A line of a ticket's dialogue.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Who">Who wrote it.</param>
/// <param name="Side">Which side that was.</param>
/// <param name="What">What happened.</param>
/// <param name="Text">What was written; may be empty.</param>
/// <param name="Files">Names and where they can be downloaded.</param>
public sealed record TicketLine(
    DateTimeOffset At, string Who, TicketSide Side, LocalText What, string Text, IReadOnlyList<(string Name, string Link)> Files)
{
    internal static TicketLine Of(TicketEntry entry, IReadOnlyDictionary<Guid, string> names) => new(
        entry.At, Name(entry.Name), entry.ByVendor ? TicketSide.Vendor : TicketSide.Asker, Words.Of(entry.Kind), entry.Text,
        [.. entry.Documents.Where(names.ContainsKey).Select(id => (names[id], $"/tickets/{entry.TicketId}/files/{id}"))]);

    internal static TicketLine Of(TicketNote note) => new(note.At, Name(note.Name), TicketSide.Note, Words.Of(note.Kind), note.Text, []);

    private static string Name(string name) => name == Actor.System.Name ? PageBase.T("系统", "The system") : name;
}

/// <summary>Who wrote a line.</summary>
public enum TicketSide
{
    /// <summary>Whoever asked.</summary>
    Asker,

    /// <summary>The vendor, for both to read.</summary>
    Vendor,

    /// <summary>The vendor, for itself.</summary>
    Note,
}

/// <summary>A ticket with its dialogue, oldest line first.</summary>
internal sealed record TicketView(Ticket Ticket, TicketTerms Terms, IReadOnlyList<TicketLine> Lines);
