using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Jobs;

/// <summary>How far a running job is. Told to the database at most once a second, outside the job's own transaction.</summary>
public sealed class JobProgress(Databases databases, Guid job, TimeProvider clock)
{
    private DateTimeOffset told = DateTimeOffset.MinValue;

    /// <summary>The job's id.</summary>
    public Guid Job => job;

    /// <summary>Tells how far it is.</summary>
    /// <param name="done">Steps done.</param>
    /// <param name="total">Steps in all.</param>
    /// <param name="message">What it is at.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task Tell(long done, long total, string? message = null, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        if (now - told < TimeSpan.FromSeconds(1) && done < total)
        {
            return;
        }

        told = now;
        await using var command = databases.Unwalled.CreateCommand("update platform.job set done = $2, total = $3, message = $4 where id = $1");
        command.Parameters.Add(new() { Value = job });
        command.Parameters.Add(new() { Value = done });
        command.Parameters.Add(new() { Value = total });
        command.Parameters.Add(new() { Value = (object?)message ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(ct);
    }
}
