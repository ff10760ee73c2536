using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using MimeKit;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Platform.Notifications;

/// <summary>E-mail by SMTP: TLS from the start on port 465, by STARTTLS on any other, and never without unless Secure is false.</summary>
internal sealed class SmtpSender(IConfiguration settings) : IMailSender
{
    public async Task Send(Guid id, Mail mail, CancellationToken ct)
    {
        using var message = Message(id, mail);
        using var client = new SmtpClient { Timeout = 15_000 };
        TrustAuthority(client);
        var port = settings.GetValue("Port", 587);
        var security = !settings.GetValue("Secure", true) ? SecureSocketOptions.None
            : port == 465 ? SecureSocketOptions.SslOnConnect
            : SecureSocketOptions.StartTls;
        await client.ConnectAsync(settings["Host"]!, port, security, ct);
        if (settings["User"] is { } user)
        {
            await client.AuthenticateAsync(user, settings["Password"]!, ct);
        }

        try
        {
            await client.SendAsync(message, ct);
        }
        catch (SmtpCommandException no) when ((int)no.StatusCode >= 500 && no.ErrorCode != SmtpErrorCode.SenderNotAccepted)
        {
            throw new PermanentFailure($"The mail server refused the message: {(int)no.StatusCode} {no.Message}", no);
        }

        await client.DisconnectAsync(true, ct);
    }

    private MimeMessage Message(Guid id, Mail mail)
    {
        if (!MailboxAddress.TryParse(mail.To, out var to))
        {
            throw new PermanentFailure("The address is not one.");
        }

        var from = MailboxAddress.Parse(settings["From"]!);
        return new([from], [to], mail.Subject, new TextPart("plain") { Text = mail.Body }) { MessageId = $"{id:n}@{from.Domain}" };
    }

    /// <summary>Trusts the servers of a house's own certificate authority, and no others then.</summary>
    private void TrustAuthority(SmtpClient client)
    {
        if (settings["Authority"] is not { } authority)
        {
            return;
        }

        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && chain.Build((X509Certificate2)certificate!);
        };
    }
}
