using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace PartnerCenter.Platform.Audit;

/// <summary>A row that belongs to a partner.</summary>
public interface IPartnerRow
{
    /// <summary>The partner; <see cref="Guid.Empty"/> for the vendor's own.</summary>
    Guid PartnerId { get; }
}

/// <summary>A column whose content never enters the audit trail.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>A row that is not worth a trail: it only repeats what is recorded elsewhere.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class UntrackedAttribute : Attribute;

/// <summary>One changed row, on its way into the audit trail.</summary>
internal sealed record AuditFact(Guid Tenant, string Subject, string Change)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static AuditFact Of(Guid tenant, string subject, object change) => new(tenant, subject, JsonSerializer.Serialize(change, Json));

    public static IEnumerable<AuditFact> Of(ChangeTracker tracker) => tracker.Entries()
        .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
        .Where(entry => !entry.Metadata.ClrType.IsDefined(typeof(UntrackedAttribute), false))
        .Select(Of)
        .ToList();

    private static AuditFact Of(EntityEntry entry)
    {
        var key = string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.CurrentValues[p]));
        var subject = $"{entry.Metadata.GetSchema()}.{entry.Metadata.GetTableName()}/{key}";
        var changes = entry.Properties
            .Where(p => p.Metadata.Name != "xmin" && (entry.State != EntityState.Modified || p.IsModified))
            .ToDictionary(p => p.Metadata.Name, p => Values(entry.State, p));
        return Of(entry.Entity is IPartnerRow row ? row.PartnerId : Guid.Empty, subject, changes);
    }

    private static object?[] Values(EntityState state, PropertyEntry property)
    {
        if (property.Metadata.PropertyInfo?.IsDefined(typeof(SecretAttribute), false) == true)
        {
            return ["***"];
        }

        return state switch
        {
            EntityState.Added => [Plain(property.CurrentValue)],
            EntityState.Deleted => [Plain(property.OriginalValue), null],
            _ => [Plain(property.OriginalValue), Plain(property.CurrentValue)],
        };
    }

    private static object? Plain(object? value) => value is Enum or Kernel.Month ? value.ToString() : value;
}
