using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers.Changes;

/// <summary>What a change would do and what is in its way: the account check and the preview, shown to both sides (R12.1.2.9).</summary>
public sealed class AccountCheck(IEnumerable<IAssociationStake> stakes)
{
    /// <summary>Asks every module.</summary>
    public async Task<Stake> Run(AssociationChanged change, CancellationToken ct = default)
    {
        var (obstacles, effects) = (new List<Obstacle>(), new List<LocalText>());
        foreach (var stake in stakes)
        {
            var one = await stake.Of(change, ct);
            obstacles.AddRange(one.Obstacles);
            effects.AddRange(one.Effects);
        }

        return new(obstacles, effects);
    }

    /// <summary>The check passes.</summary>
    /// <exception cref="Refusal"><c>association.obstacle</c>, with the first obstacle and its remedy.</exception>
    public async Task Need(AssociationChanged change, CancellationToken ct)
    {
        if ((await Run(change, ct)).Obstacles is [var first, ..])
        {
            throw new Refusal("association.obstacle", first.Problem, first.Remedy);
        }
    }
}

/// <summary>
/// One side asks for the end of an association, or the partner for its other mode; nothing changes until the other side agrees
/// (R12.1.2.9, R12.1.2.10).
/// </summary>
public sealed class AskAssociationChange(
    CustomersDb db, CustomerLists lists, Associations associations, AccountCheck check, Confirmations confirmations, Numbers numbers,
    Notifier notifier, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>The operation that a partner's verification code is for; its thing is the customer.</summary>
    public const string Operation = "customers.ask-change";

    /// <summary>The partner asks.</summary>
    /// <param name="customer">A present customer of the actor's partner.</param>
    /// <param name="kind">A switch of mode or the end.</param>
    /// <param name="reason">Why, for the customer to read.</param>
    /// <param name="code">The verification code for this customer, if the partner asks for one (R12.1.2.2b).</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The change; null if the partner has no such customer.</returns>
    /// <exception cref="Refusal"><c>association.pending</c>, <c>association.obstacle</c>, those of the code and of the fields.</exception>
    public async Task<Guid?> Run(Guid customer, ChangeKind? kind, string? reason, string? code, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Change);
        var words = Input.Text(reason, "Reason");
        if (await lists.Find(customer, by, ct) is null || await Would(customer, Wish(kind), by, ct) is not { } would)
        {
            return null;
        }

        await check.Need(would, ct);
        await confirmations.Need(Operation, customer, code, by, ct);
        var change = await Add(would, ChangeOrigin.Partner, words, by, ct);
        await notifier.TellCustomer(customer, ChangeMessages.Asked(change, by.Name, $"/customer/association-changes/{change.Id}"), ct);
        await db.Save(by, "customers.ask-change", ct);
        return change.Id;
    }

    /// <summary>
    /// The customer asks to leave, three times in three months at most (R12.4.3). It cannot ask for the other mode: it leaves and comes anew.
    /// </summary>
    /// <returns>The change.</returns>
    /// <exception cref="Refusal">
    /// <c>association.none</c>, <c>association.too-often</c>, <c>association.pending</c>, <c>association.obstacle</c>, those of the fields.
    /// </exception>
    public async Task<Guid> RunAs(string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.Own);
        var words = Input.Text(reason, "Reason");
        var would = await Would(by.CustomerId, ChangeKind.Disassociation, by, ct) ?? throw new Refusal("association.none");
        var terms = rulebook.On<AssociationTerms>(AssociationTerms.Rule, businessDay.Today).Terms;
        var since = businessDay.Now.AddMonths(-terms.CustomerRequestMonths);
        await using var wide = await db.Unit.AcrossWalls(ct);

        await db.Unit.InTurn($"requests of {by.CustomerId} to leave", ct);
        if (await db.Changes.CountAsync(c => c.CustomerId == by.CustomerId && c.Origin == ChangeOrigin.Customer && c.AskedAt > since, ct) >= terms.CustomerRequests)
        {
            throw new Refusal("association.too-often", terms.CustomerRequests, terms.CustomerRequestMonths);
        }

        await check.Need(would, ct);
        var change = await Add(would, ChangeOrigin.Customer, words, by, ct);
        await notifier.TellPartner(
            would.Partner, CustomersModule.AnswerChange, ChangeMessages.Asked(change, would.CustomerName, $"/portal/association-log/{change.Id}"), ct);
        await db.Save(by, "customers.ask-change", ct);
        return change.Id;
    }

    /// <summary>What a change would be; null if the actor has no such association.</summary>
    public async Task<AssociationChanged?> Would(Guid customer, ChangeKind kind, Actor by, CancellationToken ct = default)
    {
        var now = by.Customer is null ? await associations.Now(by.PartnerId, customer, ct) : await associations.OfCustomer(by.CustomerId, ct);
        AssociationMode? to = kind == ChangeKind.Disassociation ? null
            : now?.Mode == AssociationMode.Resale ? AssociationMode.Referral : AssociationMode.Resale;
        return now is null ? null : new(Guid.CreateVersion7(), now.Partner, now.Customer, now.Name, now.Mode, to, by.Account, by.Name);
    }

    private static ChangeKind Wish(ChangeKind? kind) => Input.Chosen(kind, "Kind") is var one && one != ChangeKind.Association
        ? one
        : throw new Refusal("form.required") { Field = "Kind" };

    private async Task<AssociationChange> Add(AssociationChanged would, ChangeOrigin origin, string reason, Actor by, CancellationToken ct)
    {
        if (await db.Changes.AnyAsync(c => c.CustomerId == would.Customer && c.State == ChangeState.Pending, ct))
        {
            throw new Refusal("association.pending");
        }

        var change = new AssociationChange
        {
            Id = would.Change,
            Number = await numbers.Next("AC", ct),
            PartnerId = would.Partner,
            CustomerId = would.Customer,
            CustomerName = would.CustomerName,
            Kind = would.To is null ? ChangeKind.Disassociation : ChangeKind.ModeSwitch,
            Origin = origin,
            FromMode = would.From,
            ToMode = would.To,
            Reason = reason,
            AskedAt = businessDay.Now,
            AskedBy = by.Name,
        };
        db.Changes.Add(change);
        return change;
    }
}

/// <summary>The other side agrees to a change, which takes effect at once, or says no; whoever asked may take it back.</summary>
public sealed class AnswerAssociationChange(
    CustomersDb db, AccountCheck check, Confirmations confirmations, ConfirmationCodes codes, Notifier notifier, Rulebook rulebook,
    BusinessDay businessDay)
{
    /// <summary>The operation that verification codes are for; their thing is the change.</summary>
    public const string Operation = "customers.agree-change";

    /// <summary>
    /// Agrees. A customer needs the code that it had sent; a partner's administrator one if the partner asks for codes (R12.1.2.2a,
    /// R12.1.2.2b). The account check is made again.
    /// </summary>
    /// <returns>False if there is no such change for the actor to answer.</returns>
    /// <exception cref="Refusal"><c>association-change.wrong-state</c>, <c>association.obstacle</c>, and those of the code.</exception>
    public async Task<bool> Agree(Guid id, string? code, Actor by, CancellationToken ct = default)
    {
        if (await Asked(id, by, ct) is not { } change)
        {
            return false;
        }

        var customer = await db.Customers.SingleAsync(c => c.Id == change.CustomerId, ct);
        var happens = new AssociationChanged(
            change.Id, change.PartnerId, change.CustomerId, customer.Name, change.FromMode!.Value, change.ToMode, by.Account, by.Name);
        change.End(ChangeState.Done, businessDay.Now, by.Name);
        await check.Need(happens, ct);
        if (by.Customer is null)
        {
            await confirmations.Need(Operation, id, code, by, ct);
        }
        else
        {
            await codes.Take(by.Account, Operation, id.ToString(), code, ct);
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        await Apply(happens, customer, change.Origin, ct);
        await Tell(change, customer.Name, by, ct);
        await db.Save(by, "customers.agree-change", ct);
        return true;
    }

    /// <summary>Says no.</summary>
    /// <returns>As <see cref="Agree"/>.</returns>
    /// <exception cref="Refusal"><c>association-change.wrong-state</c>, those of the answer.</exception>
    public async Task<bool> Refuse(Guid id, string? answer, Actor by, CancellationToken ct = default)
    {
        if (await Asked(id, by, ct) is not { } change)
        {
            return false;
        }

        change.End(ChangeState.Refused, businessDay.Now, by.Name, Input.Text(answer, "Answer"));
        await using var wide = await db.Unit.AcrossWalls(ct);
        await Tell(change, await db.Customers.Where(c => c.Id == change.CustomerId).Select(c => c.Name).SingleAsync(ct), by, ct);
        await db.Save(by, "customers.refuse-change", ct);
        return true;
    }

    /// <summary>Takes it back.</summary>
    /// <returns>False if the actor has not asked for such a change.</returns>
    /// <exception cref="Refusal"><c>association-change.wrong-state</c>.</exception>
    public async Task<bool> Withdraw(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(by.Customer is null ? CustomersModule.Change : CustomersModule.Own);
        if (await Of(id, by, by.Customer is null ? ChangeOrigin.Partner : ChangeOrigin.Customer, ct) is not { } change)
        {
            return false;
        }

        change.End(ChangeState.Withdrawn, businessDay.Now, by.Name);
        await db.Save(by, "customers.withdraw-change", ct);
        return true;
    }

    /// <summary>What the other side asks the actor.</summary>
    private Task<AssociationChange?> Asked(Guid id, Actor by, CancellationToken ct)
    {
        by.Need(by.Customer is null ? CustomersModule.AnswerChange : CustomersModule.Own);
        return Of(id, by, by.Customer is null ? ChangeOrigin.Customer : ChangeOrigin.Partner, ct);
    }

    private Task<AssociationChange?> Of(Guid id, Actor by, ChangeOrigin origin, CancellationToken ct)
    {
        var (partner, customer) = (by.Partner, by.Customer);
        return db.Changes.SingleOrDefaultAsync(
            c => c.Id == id && c.Origin == origin && (customer == null ? c.PartnerId == partner : c.CustomerId == customer), ct);
    }

    /// <summary>One instant: the old association ends where the new one begins, and the other modules do their part in this transaction.</summary>
    private async Task Apply(AssociationChanged happens, Customer customer, ChangeOrigin origin, CancellationToken ct)
    {
        var now = businessDay.Now;
        var association = await db.Associations.SingleOrDefaultAsync(a => a.PartnerId == happens.Partner && a.CustomerId == customer.Id && a.ToAt == null, ct)
            ?? throw new Refusal("conflict.changed-meanwhile");
        association.ToAt = now;
        if (happens.To is { } mode)
        {
            db.Associations.Add(new() { PartnerId = happens.Partner, CustomerId = customer.Id, Mode = mode, Origin = origin, FromAt = now });
        }
        else
        {
            db.Assignments.RemoveRange(db.Assignments.Where(a => a.PartnerId == happens.Partner && a.CustomerId == customer.Id));
        }

        customer.GraceAtLeast(rulebook.On<AssociationTerms>(AssociationTerms.Rule, businessDay.Today).Terms.GraceDays(happens.From, happens.To));
        db.Publish(happens);
    }

    /// <summary>Both sides hear how it ended.</summary>
    private async Task Tell(AssociationChange change, string customer, Actor by, CancellationToken ct)
    {
        await notifier.TellPartner(change.PartnerId, CustomersModule.Change, ChangeMessages.Ended(change, customer, by.Name, $"/portal/association-log/{change.Id}"), ct);
        await notifier.TellCustomer(change.CustomerId, ChangeMessages.Ended(change, customer, by.Name, $"/customer/association-changes/{change.Id}"), ct);
    }
}

/// <summary>What this module has at stake: contract, grace, the customer's place.</summary>
internal sealed class AssociationStake(CustomersDb db, Rulebook rulebook, BusinessDay businessDay) : IAssociationStake
{
    public async Task<Stake> Of(AssociationChanged change, CancellationToken ct)
    {
        var effects = new List<LocalText>();
        var days = rulebook.On<AssociationTerms>(AssociationTerms.Rule, businessDay.Today).Terms.GraceDays(change.From, change.To);
        var customer = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == change.Customer, ct);
        if (customer?.GraceDays < days)
        {
            effects.Add(new($"按需资源的宽限期延长为 {days} 天。", $"Pay-per-use resources have {days} days of grace from then on."));
        }

        effects.Add((change.From, change.To) switch
        {
            (_, null) => new("客户成为直接客户；签约与开票由云厂商负责。", "The customer deals with the vendor directly, which contracts with it and invoices it."),
            (_, AssociationMode.Resale) => new("客户使用伙伴拨付的资金；签约、开票、充值与服务由伙伴负责。", "The customer spends what the partner allocates; the partner contracts with it, invoices it and serves it."),
            _ => new("客户自行付款；签约与开票由云厂商负责。", "The customer pays by itself; the vendor contracts with it and invoices it."),
        });
        if (change.To is null)
        {
            effects.Add(new("此后的消费不再计入伙伴的账单、业绩与激励。", "What it consumes from then on counts for no bill, performance or incentive of the partner."));
        }

        return new([], effects);
    }
}

/// <summary>What both sides are told.</summary>
internal static class ChangeMessages
{
    public const string Kind = "customers.association-change";

    public static Message Asked(AssociationChange change, string who, string link) => new(
        Kind,
        new($"{Words.Of(change.Kind).Zh}待确认", $"{Words.Of(change.Kind).En}: your answer is needed"),
        new($"{who} 申请{Words.Of(change.Kind).Zh}（{change.Number}）：{change.Reason}", $"{who} asks for it ({change.Number}): {change.Reason}"),
        link);

    public static Message Ended(AssociationChange change, string customer, string who, string link) => new(
        Kind,
        new($"{customer}：{Words.Of(change.Kind).Zh}{Words.Of(change.State).Zh}", $"{customer}: {Words.Of(change.Kind).En}, {Words.Of(change.State).En}"),
        new($"{change.Number}，{who}。{change.Answer}", $"{change.Number}, {who}. {change.Answer}"),
        link);
}
