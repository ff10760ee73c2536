using Npgsql;

namespace PartnerCenter.Bench;

/// <summary>Row-level security of every walled table, in force or lifted: the tables' owner can lift it, the product cannot.</summary>
internal static class Walls
{
    /// <summary>
    /// A rate behind the walls ÷ the same without them, in short turns side by side, each first every second time: a machine that
    /// others use is not the same for long.
    /// </summary>
    public static async Task<double> Ratio(NpgsqlDataSource owner, int turns, Func<Task<double>> rate)
    {
        var ratios = new List<double>();
        for (var turn = 0; turn < turns; turn++)
        {
            var without = turn % 2 == 0 ? await Without(owner, rate) : 0;
            var with = await rate();
            ratios.Add(with / (turn % 2 == 0 ? without : await Without(owner, rate)));
        }

        Console.WriteLine($"with walls ÷ without: {string.Join(' ', ratios.Select(ratio => ratio.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)))}");
        return Rig.Median(ratios);
    }

    private static async Task<double> Without(NpgsqlDataSource owner, Func<Task<double>> rate)
    {
        await Alter(owner, "disable");
        var without = await rate();
        await Alter(owner, "enable");
        return without;
    }

    private static async Task Alter(NpgsqlDataSource owner, string verb)
    {
        await using var command = owner.CreateCommand($"""
            do $$ declare t regclass;
            begin
                for t in select distinct polrelid::regclass from pg_policy loop
                    execute format('alter table %s {verb} row level security', t);
                end loop;
            end $$
            """);
        await command.ExecuteNonQueryAsync();
    }
}
