using NpgsqlTypes;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Funds.Sources;

/// <summary>What is said of a movement before it is posted: where its money comes from, or out of which lots it is to be taken.</summary>
public sealed class MoneyOrigins(UnitOfWork unit, BusinessDay businessDay)
{
    /// <summary>The money that a movement will bring comes from there.</summary>
    internal async Task Bring(Guid movement, Guid partner, MoneyFrom from, CancellationToken ct)
    {
        await using var command = unit.Command(
            "insert into funds.origin values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing",
            movement, partner, from.Source.ToString(), from.Subject, from.Entity, businessDay.Now);
        command.Parameters[3].NpgsqlDbType = command.Parameters[4].NpgsqlDbType = NpgsqlDbType.Text;
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A movement takes one owner's money alone, of one source if that is said; the oldest first.</summary>
    /// <param name="movement">Its id.</param>
    /// <param name="partner">From whose account.</param>
    /// <param name="owner">Whose money.</param>
    /// <param name="from">Of which source; null for all.</param>
    /// <param name="ct">Stops waiting.</param>
    internal async Task TakeFrom(Guid movement, Guid partner, Guid owner, MoneyFrom? from, CancellationToken ct)
    {
        await using var command = unit.Command(
            "insert into funds.draw values ($1, $2, $3, $4, $5, $6) on conflict (transfer_id) do nothing",
            movement, partner, owner, from?.Source.ToString(), from?.Subject, from?.Entity);
        command.Parameters[3].NpgsqlDbType = command.Parameters[4].NpgsqlDbType = command.Parameters[5].NpgsqlDbType = NpgsqlDbType.Text;
        await command.ExecuteNonQueryAsync(ct);
    }
}
