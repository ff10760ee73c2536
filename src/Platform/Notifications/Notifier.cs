using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Platform.Notifications;

/// <summary>
/// Tells people: into the inbox, by e-mail and SMS through jobs that try again. What it adds is saved with the present unit of work, so
/// that nobody hears of what was not done: by the use case that tells, or after the handler of an event.
/// </summary>
public sealed class Notifier(
    PlatformDb db, JobQueue queue, IAddressBook book, IEnumerable<NotificationKind> kinds, BusinessDay businessDay,
    IConfiguration configuration, Vault vault)
{
    /// <summary>Attempts over about an hour: a server that greylists, or restarts, must not lose a message.</summary>
    private const int Attempts = 18;

    /// <summary>Tells one account.</summary>
    public async Task TellAccount(Guid account, Message message, CancellationToken ct) =>
        await Tell(await book.Account(account, ct) is { } one ? [one] : [], message, ct);

    /// <summary>Tells the people of a partner who may see what it is about.</summary>
    public async Task TellPartner(Guid partner, string permission, Message message, CancellationToken ct) =>
        await Tell(await book.Partner(partner, permission, ct), message, ct);

    /// <summary>Tells a customer.</summary>
    public async Task TellCustomer(Guid customer, Message message, CancellationToken ct) =>
        await Tell(await book.Customer(customer, ct), message, ct);

    /// <summary>Tells the vendor's people with a role.</summary>
    public async Task TellVendor(string role, Message message, CancellationToken ct) =>
        await Tell(await book.VendorRole(role, ct), message, ct);

    /// <summary>Sends a letter to an address that belongs to no account yet, such as an invitation.</summary>
    public Task Mail(string address, string subject, string body, CancellationToken ct) =>
        Enqueue(SendMail.Type, new Mail(address, subject, body), ct);

    /// <summary>Sends a short message to a mobile that belongs to no account yet, such as a code.</summary>
    public Task Sms(string mobile, string text, CancellationToken ct) => Enqueue(SendSms.Type, new Sms(mobile, text), ct);

    private async Task Tell(IReadOnlyList<Reachable> people, Message message, CancellationToken ct)
    {
        var kind = kinds.Single(k => k.Code == message.Event);
        foreach (var person in people)
        {
            var wish = await db.Preferences.AsNoTracking()
                .SingleOrDefaultAsync(p => p.AccountId == person.Account && p.Event == message.Event, ct)
                ?? new() { Event = message.Event, Sms = kind.SmsByDefault };
            var culture = CultureInfo.GetCultureInfo(person.Culture);
            if (wish.Inbox)
            {
                db.Notifications.Add(Entry(person.Account, message));
            }

            if (wish.Email && person.Email.Length > 0)
            {
                var body = $"{message.Body.In(culture)}\n\n{configuration["Site"]?.TrimEnd('/')}{message.Link}";
                await Mail(person.Email, message.Title.In(culture), body, ct);
            }

            if (wish.Sms && person.Mobile is not null)
            {
                var text = new Sms(person.Mobile, $"{message.Title.In(culture)}: {message.Body.In(culture)}");
                await Enqueue(SendSms.Type, text, ct);
            }
        }
    }

    private Task<Guid> Enqueue(string type, object message, CancellationToken ct) =>
        queue.Enqueue(new NewJob(type, SealedMessage.Of(message, vault)) { Queue = "messages", MaxAttempts = Attempts }, Actor.System, ct);

    private Notification Entry(Guid account, Message message) => new()
    {
        Id = Guid.CreateVersion7(),
        AccountId = account,
        Event = message.Event,
        TitleZh = message.Title.Zh,
        TitleEn = message.Title.En,
        BodyZh = message.Body.Zh,
        BodyEn = message.Body.En,
        Link = message.Link,
        CreatedAt = businessDay.Now,
    };
}

/// <summary>A letter to send.</summary>
internal sealed record Mail(string To, string Subject, string Body);

/// <summary>A short message to send.</summary>
internal sealed record Sms(string Mobile, string Text);

/// <summary>A message on its way: letters carry links that let somebody in, so that whoever reads the queue, or a dump of it, learns nothing.</summary>
/// <param name="Id">Its own id, which it is sealed for.</param>
/// <param name="Content">The sealed <see cref="Notifications.Mail"/> or <see cref="Sms"/>.</param>
internal sealed record SealedMessage(Guid Id, string Content)
{
    private const string Place = "platform.job.arguments";

    public static SealedMessage Of(object message, Vault vault)
    {
        var id = Guid.CreateVersion7();
        return new(id, vault.Seal(JsonSerializer.Serialize(message, message.GetType()), Place, id));
    }

    public T Open<T>(Vault vault) => JsonSerializer.Deserialize<T>(vault.Open(Content, Place, Id))!;
}

/// <summary>Sends a letter; its job's id names it in every attempt.</summary>
internal sealed class SendMail(IMailSender sender, Vault vault) : IJob<SealedMessage>
{
    public const string Type = "platform.send-mail";

    public Task Run(SealedMessage arguments, JobProgress progress, CancellationToken ct) => sender.Send(progress.Job, arguments.Open<Mail>(vault), ct);
}

/// <summary>Sends a short message; its job's id names it in every attempt.</summary>
internal sealed class SendSms(ISmsSender sender, Vault vault) : IJob<SealedMessage>
{
    public const string Type = "platform.send-sms";

    public Task Run(SealedMessage arguments, JobProgress progress, CancellationToken ct) => sender.Send(progress.Job, arguments.Open<Sms>(vault), ct);
}
