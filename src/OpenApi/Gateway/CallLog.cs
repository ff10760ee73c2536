using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Webhooks;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.OpenApi.Gateway;

/// <summary>Keeps what was called: beside the call's own unit of work, so that a refused call is there as well.</summary>
internal sealed class CallLog(Databases databases, MachineClock machine)
{
    /// <summary>Writes a call down, for the partner of the account. The call does not wait until the line is on the disk: a crash loses the last moments of the log, no money.</summary>
    public async Task Write(Guid account, bool sandbox, string operation, int status, string? code, TimeSpan took, string requestId)
    {
        await using var write = databases.Unwalled.CreateCommand("""
            with at_leisure as (select set_config('synchronous_commit', 'off', true))
            insert into openapi.call
            select $1, a.partner_id, a.id, a.display_name, $3, $4, $5, $6, $7, $8, $9 from identity.pub_account a, at_leisure where a.id = $2
            """);
        object?[] values =
        [
            Guid.CreateVersion7(), account, operation, status, code,
            (int)Math.Min(took.TotalMilliseconds, int.MaxValue), requestId, machine.Now, sandbox,
        ];
        foreach (var value in values)
        {
            write.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }

        write.Parameters[4].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
        await write.ExecuteNonQueryAsync();
    }
}

/// <summary>Every night, what is too old goes: calls and messages of the logs, and tokens and temporary keys that hold no more.</summary>
internal sealed class ForgetCalls(UnitOfWork unit, Rulebook rulebook, BusinessDay businessDay, MachineClock machine) : IJob<Occurrence>
{
    public const string Type = "openapi.forget-calls";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var (now, days) = (machine.Now, rulebook.On<ApiTerms>(ApiTerms.Rule, businessDay.Today).Terms.LogDays);
        var webhooks = rulebook.On<WebhookTerms>(WebhookTerms.Rule, businessDay.Today).Terms;
        foreach (var (sql, before) in new[]
        {
            ("delete from openapi.call where at < $1", now.AddDays(-days)),
            ("delete from openapi.call_count where second < $1", now.AddDays(-1)),
            ("delete from openapi.token where expires_at < $1", now.AddDays(-1)),
            ("delete from openapi.access_key where expires_at < $1", now.AddDays(-1)),
            ("delete from openapi.mobile_code where sent_at < $1", now.AddDays(-2)),
            ("delete from openapi.webhook_delivery where made_at < $1", businessDay.Now.AddDays(-webhooks.LogDays)),
        })
        {
            await using var forget = unit.Command(sql, before);
            await forget.ExecuteNonQueryAsync(ct);
        }

        await unit.Save(Platform.Access.Actor.System, Type, ct);
    }
}
