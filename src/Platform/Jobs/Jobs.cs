using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Platform.Jobs;

/// <summary>Work outside a request: durable, taken by one process at a time, taken again by another when that one dies.</summary>
/// <typeparam name="TArguments">What it needs to know; stored as JSON.</typeparam>
public interface IJob<in TArguments>
{
    /// <summary>Does the work. It may be called again after a crash, so that doing it twice must come to the same.</summary>
    Task Run(TArguments arguments, JobProgress progress, CancellationToken ct);
}

/// <summary>A job to be.</summary>
/// <param name="Type">Which job, by the name it was registered with.</param>
/// <param name="Arguments">What it needs to know.</param>
public sealed record NewJob(string Type, object Arguments)
{
    /// <summary>The queue that it waits in; workers may serve some queues only.</summary>
    public string Queue { get; init; } = "default";

    /// <summary>At most one job has this key, ever: a second one is not added.</summary>
    public string? Key { get; init; }

    /// <summary>Not before this instant.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>The partner it works for; people of that partner may see it.</summary>
    public Guid? Partner { get; init; }

    /// <summary>Jobs that belong together, such as the buckets of one month close.</summary>
    public string? Group { get; init; }

    /// <summary>Tries before it is parked and shown.</summary>
    public int MaxAttempts { get; init; } = 5;
}

/// <summary>Work that the clock starts.</summary>
/// <param name="Name">Unique; each occurrence runs once, however many processes there are.</param>
/// <param name="Cron">Five fields, at GMT+08:00.</param>
/// <param name="Type">The job, registered without arguments of note: it gets <see cref="Occurrence"/>.</param>
public sealed record ScheduledJob(string Name, string Cron, string Type);

/// <summary>What a scheduled job gets.</summary>
/// <param name="At">The instant at which it was due.</param>
public sealed record Occurrence(DateTimeOffset At);

/// <summary>A job's type and how to run it.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Run">Runs it in a scope.</param>
public sealed record JobType(string Type, Func<IServiceProvider, string, JobProgress, CancellationToken, Task> Run);

/// <summary>Thrown by a job that would fail however often it is tried: it is parked at once, with this reason.</summary>
public sealed class PermanentFailure(string reason, Exception? cause = null) : Exception(reason, cause);

/// <summary>How job arguments are written.</summary>
internal static class JobJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };
}
