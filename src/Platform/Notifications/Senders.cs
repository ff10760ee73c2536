using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Platform.Notifications;

/// <summary>Sends e-mail.</summary>
internal interface IMailSender
{
    /// <summary>Sends one message. The same id again is the same message.</summary>
    /// <exception cref="PermanentFailure">It will never be taken; any other exception: it may be taken later.</exception>
    Task Send(Guid id, Mail mail, CancellationToken ct);
}

/// <summary>Sends short messages to mobiles.</summary>
internal interface ISmsSender
{
    /// <summary>Sends one message. The same id again is the same message.</summary>
    /// <exception cref="PermanentFailure">It will never be taken; any other exception: it may be taken later.</exception>
    Task Send(Guid id, Sms sms, CancellationToken ct);
}

/// <summary>The embedded default for both: keeps what was sent, to be read in the product's own viewer.</summary>
internal sealed class MessageViewer(Databases databases, TimeProvider clock) : IMailSender, ISmsSender
{
    public Task Send(Guid id, Mail mail, CancellationToken ct) => Keep(id, "email", mail.To, mail.Subject, mail.Body, ct);

    public Task Send(Guid id, Sms sms, CancellationToken ct) => Keep(id, "sms", sms.Mobile, "", sms.Text, ct);

    private async Task Keep(Guid id, string channel, string to, string subject, string body, CancellationToken ct)
    {
        await using var command = databases.Unwalled.CreateCommand(
            "insert into platform.sent_message values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing");
        foreach (var value in new object[] { id, channel, to, subject, body, clock.GetUtcNow() })
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
