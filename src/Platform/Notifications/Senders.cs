using System.Net.Http.Json;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using MimeKit;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Notifications;

/// <summary>Sends e-mail.</summary>
public interface IMailSender
{
    /// <summary>Sends one message; throws if it was not taken.</summary>
    Task Send(string to, string subject, string body, CancellationToken ct);
}

/// <summary>Sends short messages to mobiles.</summary>
public interface ISmsSender
{
    /// <summary>Sends one message; throws if it was not taken.</summary>
    Task Send(string mobile, string text, CancellationToken ct);
}

/// <summary>E-mail by SMTP.</summary>
internal sealed class SmtpSender(IConfiguration settings) : IMailSender
{
    public async Task Send(string to, string subject, string body, CancellationToken ct)
    {
        using var mail = new MimeMessage();
        mail.From.Add(MailboxAddress.Parse(settings["From"]!));
        mail.To.Add(MailboxAddress.Parse(to));
        mail.Subject = subject;
        mail.Body = new TextPart("plain") { Text = body };
        using var client = new SmtpClient { Timeout = 15_000 };
        var security = settings.GetValue("Secure", true) ? SecureSocketOptions.Auto : SecureSocketOptions.None;
        await client.ConnectAsync(settings["Host"]!, settings.GetValue("Port", 587), security, ct);
        if (settings["User"] is { } user)
        {
            await client.AuthenticateAsync(user, settings["Password"]!, ct);
        }

        await client.SendAsync(mail, ct);
        await client.DisconnectAsync(true, ct);
    }
}

/// <summary>SMS by a provider's HTTP interface: POST of {"to", "text"} as JSON, with a bearer key.</summary>
internal sealed class HttpSmsSender(HttpClient http, IConfiguration settings) : ISmsSender
{
    public async Task Send(string mobile, string text, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings["Url"]) { Content = JsonContent.Create(new { to = mobile, text }) };
        request.Headers.Authorization = new("Bearer", settings["Key"]);
        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
    }
}

/// <summary>The embedded default for both: keeps what was sent, to be read in the product's own viewer.</summary>
internal sealed class MessageViewer(Databases databases, TimeProvider clock) : IMailSender, ISmsSender
{
    public Task Send(string to, string subject, string body, CancellationToken ct) => Keep("email", to, subject, body, ct);

    public Task Send(string mobile, string text, CancellationToken ct) => Keep("sms", mobile, "", text, ct);

    private async Task Keep(string channel, string to, string subject, string body, CancellationToken ct)
    {
        await using var command = databases.Unwalled.CreateCommand("insert into platform.sent_message values ($1, $2, $3, $4, $5, $6)");
        foreach (var value in new object[] { Guid.CreateVersion7(), channel, to, subject, body, clock.GetUtcNow() })
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
