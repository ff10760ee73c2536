using Npgsql;

namespace PartnerCenter.Tests.Walls;

/// <summary>What the database itself says about its walls: a new table without one fails here.</summary>
public sealed class CatalogTests(TestServer server)
{
    /// <summary>Tables that belong to nobody in particular, each for its reason.</summary>
    private static readonly Dictionary<string, string> Open = new()
    {
        ["platform.migration"] = "which files ran",
        ["platform.audit_head"] = "ends of the chains: numbers and hashes",
        ["platform.rule_version"] = "the policies are public",
        ["platform.holiday_year"] = "the calendar is public",
        ["platform.site"] = "the name of this site",
        ["platform.clock"] = "how far the clock is ahead",
        ["platform.number"] = "counters",
        ["platform.data_key"] = "wrapped by the master key, which lies elsewhere",
        ["platform.data_protection_key"] = "read by every process; the keys are the installation's",
        ["platform.sent_message"] = "the demo's mail viewer; empty where real adapters are configured",
        ["billing.usage_batch"] = "the vendor's deliveries; no partner's amounts",
        ["billing.segment"] = "files of many partners; their lines go through the door of SegmentDoor",
        ["billing.month_close"] = "which months are closed",
        ["billing.close_bucket"] = "how far a close is",
    };

    [Fact]
    public async Task Every_table_is_behind_row_level_security_or_open_for_a_reason()
    {
        await using var world = await World.New(server);
        var bare = await List(world, """
            select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
                and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))
            """);

        Assert.Equal(Open.Keys.Order(), bare.Order());
        Assert.Empty(await List(world, """
            select table_schema || '.' || table_name from information_schema.columns
            where column_name in ('partner_id', 'customer_id', 'account_id') and table_schema || '.' || table_name in (
            """ + string.Join(',', Open.Keys.Select(name => $"'{name}'")) + ")"));
    }

    [Fact]
    public async Task Every_view_reads_with_the_rights_of_whoever_asks()
    {
        await using var world = await World.New(server);

        Assert.Empty(await List(world, """
            select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                and not coalesce(c.reloptions::text like '%security_invoker=true%', false)
            """));
    }

    [Fact]
    public async Task The_program_works_as_a_role_that_owns_nothing_and_passes_no_wall()
    {
        await using var world = await World.New(server);
        await using var command = world.Databases.Walled.CreateCommand("""
            select (select not rolsuper and not rolbypassrls and not rolcreaterole from pg_roles where rolname = current_user)
                and not exists (select from pg_class where relowner = (select oid from pg_roles where rolname = current_user))
                and not has_table_privilege('platform.audit', 'update') and not has_table_privilege('platform.audit', 'delete')
                and not has_table_privilege('funds.transfer', 'update') and not has_table_privilege('funds.transfer', 'delete')
                and not has_table_privilege('platform.migration', 'insert')
            """);

        Assert.True((bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
    }

    [Fact]
    public async Task A_connection_that_nobody_told_whose_rows_it_may_see_sees_none_also_after_others_used_it()
    {
        await using var world = await World.New(server);
        var partners = new List<PartnerCenter.Platform.Access.Actor>();
        for (var n = 0; n < 20; n++)
        {
            partners.Add(await world.Partner($"墙{n}", program: null));
        }

        var builder = new NpgsqlConnectionStringBuilder(world.Databases.Connection) { MaxPoolSize = 8 };
        await using var databases = PartnerCenter.Platform.Database.Databases.Open(builder.ConnectionString, world.Databases.OwnerConnection);
        var foreign = 0;
        var empty = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 50_000), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (n, ct) =>
        {
            await using var connection = await databases.Walled.OpenConnectionAsync(ct);
            if (n % 3 == 0)
            {
                await using var bare = new NpgsqlCommand("select count(*) from network.partner", connection);
                Interlocked.Add(ref empty, (int)(long)(await bare.ExecuteScalarAsync(ct))!);
                return;
            }

            var mine = partners[n % partners.Count].PartnerId;
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using var batch = new NpgsqlBatch(connection, transaction)
            {
                BatchCommands =
                {
                    new($"select set_config('reach.partners', '{{{mine}}}', true)"),
                    new($"select count(*) from network.partner where id <> '{mine}'"),
                },
            };
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.NextResultAsync(ct);
            await reader.ReadAsync(ct);
            Interlocked.Add(ref foreign, (int)reader.GetInt64(0));
            if (n % 7 == 0)
            {
                // Walks away without commit or rollback, as a broken request does.
                return;
            }

            await reader.CloseAsync();
            await transaction.CommitAsync(ct);
        });

        Assert.Equal((0, 0), (foreign, empty));
    }

    private static async Task<List<string>> List(World world, string sql)
    {
        var found = new List<string>();
        await using var command = world.Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }
}
