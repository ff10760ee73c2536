using DuckDB.NET.Data;
using PartnerCenter.Billing.Close;
using PartnerCenter.Billing.Published;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Billing.Verify;

/// <summary>
/// The settlement of lines written a second time, as SQL over the raw lines: rating, truncation, voucher matching. It reads what was
/// delivered (segments, vouchers as issued) and nothing that a close has computed.
/// </summary>
internal sealed class RawLines(UnitOfWork unit, Manifest manifest, SegmentDoor door) : IRawLines, IDisposable
{
    private readonly DuckDBConnection connection = SegmentStore.Connect("600MB");
    private readonly HashSet<Month> ready = [];
    private bool vouchersLoaded;

    public async Task<string> View(Month month, CancellationToken ct)
    {
        var name = $"lines_{month.Year}_{month.Number:00}";
        if (!ready.Add(month))
        {
            return name;
        }

        await LoadVouchers(ct);
        var files = await door.Local(await manifest.Of(month, ct: ct), ct);
        if (files.Count == 0)
        {
            Execute($"create view {name} as select * from no_lines");
            return name;
        }

        // Vouchers carry over: what a month may use depends on what the months before used.
        if ((await VoucherMonths(month, ct)) is { } earlier)
        {
            foreach (var before in earlier)
            {
                await View(before, ct);
            }
        }

        Execute(Settled(name, SegmentStore.List(files)));
        Execute(Matched(name, month));
        return name;
    }

    public IReadOnlyList<string> Query(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    public void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose() => connection.Dispose();

    /// <summary>Rating and truncation. DuckDB's // truncates toward zero; HUGEINT holds 38 digits.</summary>
    private static string Settled(string name, string files) => $"""
        create view {name}_settled as
        select *, official - (official_given - payable_given) as payable,
            ((official - (official_given - payable_given)) // 1000000) * 1000000 as billed
        from (
            select partner, customer, product, product_type, region, transaction_at, charge_hash, mode, charge_type, order_type, billing_mode,
                official as official_given, payable as payable_given, voucher, cash_coupon, coupon_counts, stored_value, arrears,
                case when per = 0 then official
                    else ((2 * usage::hugeint * size * unit_price + per::hugeint * 10000000000000000) // (2 * per::hugeint * 10000000000000000))::bigint
                end as official
            from {files})
        """;

    /// <summary>
    /// Voucher matching as overlapping intervals: running sums of what is due against running sums of what vouchers hold, first for the
    /// vouchers of one customer, then for the rest of the lines against the vouchers of all.
    /// </summary>
    private static string Matched(string name, Month month) => $"""
        create table {name}_open as
            select v.id, v.partner, v.customer, v.valid_to, v.number, v.face - coalesce((select sum(u.units) from used u where u.id = v.id), 0)
                + coalesce((select sum(r.units) from restored r where r.id = v.id and r.month <= '{month.FirstDay:yyyy-MM-dd}'), 0) as units
            from voucher v where v.valid_from <= '{month.LastDay:yyyy-MM-dd}' and v.valid_to >= '{month.LastDay:yyyy-MM-dd}';
        create table {name}_due as
            select partner, customer, transaction_at, charge_hash, billed - voucher - cash_coupon - stored_value - arrears as due
            from {name}_settled
            where mode = 1 and charge_type = 0 and billed - voucher - cash_coupon - stored_value - arrears > 0
                and partner in (select partner from {name}_open where units > 0);
        create table {name}_first as
            with d as (select *, sum(due) over (partition by partner, customer order by transaction_at, charge_hash) as upto from {name}_due),
                v as (select *, sum(units) over (partition by partner, customer order by valid_to, number) as upto
                    from {name}_open where customer is not null and units > 0)
            select d.partner, d.transaction_at, d.charge_hash, v.id, least(d.upto, v.upto) - greatest(d.upto - d.due, v.upto - v.units) as units
            from d join v on d.partner = v.partner and d.customer = v.customer
                and least(d.upto, v.upto) > greatest(d.upto - d.due, v.upto - v.units);
        create table {name}_second as
            with r as (select d.* exclude (due), d.due - coalesce((select sum(f.units) from {name}_first f
                    where f.partner = d.partner and f.charge_hash = d.charge_hash and f.transaction_at = d.transaction_at), 0) as due from {name}_due d),
                d as (select *, sum(due) over (partition by partner order by transaction_at, charge_hash) as upto from r where due > 0),
                v as (select *, sum(units) over (partition by partner order by valid_to, number) as upto
                    from {name}_open where customer is null and units > 0)
            select d.partner, d.transaction_at, d.charge_hash, v.id, least(d.upto, v.upto) - greatest(d.upto - d.due, v.upto - v.units) as units
            from d join v on d.partner = v.partner and least(d.upto, v.upto) > greatest(d.upto - d.due, v.upto - v.units);
        create table {name}_use as select * from {name}_first union all select * from {name}_second;
        insert into used select id, sum(units) from {name}_use group by id;
        create view {name} as
            select s.partner, s.customer, s.product, s.product_type, s.region, s.transaction_at, s.charge_hash, s.mode, s.charge_type,
                s.order_type, s.billing_mode, s.official, s.payable, s.billed, s.voucher, s.cash_coupon, s.coupon_counts, s.stored_value,
                s.arrears, coalesce(u.units, 0)::bigint as partner_voucher
            from {name}_settled s left join (select partner, transaction_at, charge_hash, sum(units) as units from {name}_use group by all) u
                on s.partner = u.partner and s.transaction_at = u.transaction_at and s.charge_hash = u.charge_hash;
        """;

    private async Task LoadVouchers(CancellationToken ct)
    {
        if (vouchersLoaded)
        {
            return;
        }

        vouchersLoaded = true;
        Execute("""
            create table voucher (id uuid, partner uuid, customer uuid, face bigint, valid_from date, valid_to date, number varchar);
            create table used (id uuid, units hugeint);
            create table restored (id uuid, month date, units hugeint);
            create view no_lines as select null::uuid as partner, null::uuid as customer, '' as product, '' as product_type, '' as region,
                now()::timestamp as transaction_at, 0::bigint as charge_hash, 0 as mode, 0 as charge_type, 0 as order_type, 0 as billing_mode,
                0::bigint as official, 0::bigint as payable, 0::bigint as billed, 0::bigint as voucher, 0::bigint as cash_coupon,
                false as coupon_counts, 0::bigint as stored_value, 0::bigint as arrears, 0::bigint as partner_voucher where false;
            """);
        await LoadRestorations(ct);
        await using var command = unit.Command(
            "select id, partner_id, customer_id, (face * 100000000)::bigint, valid_from, valid_to, number from vouchers.pub_partner_voucher");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var customer = reader.IsDBNull(2) ? "null" : $"'{reader.GetGuid(2)}'";
            Execute($"""
                insert into voucher values ('{reader.GetGuid(0)}', '{reader.GetGuid(1)}', {customer}, {reader.GetInt64(3)},
                    '{reader.GetFieldValue<DateOnly>(4):yyyy-MM-dd}', '{reader.GetFieldValue<DateOnly>(5):yyyy-MM-dd}', '{reader.GetString(6)}')
                """);
        }
    }

    private async Task LoadRestorations(CancellationToken ct)
    {
        await using var command = unit.Command("select voucher_id, month, (amount * 100000000)::bigint from vouchers.pub_restoration");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            Execute($"insert into restored values ('{reader.GetGuid(0)}', '{reader.GetFieldValue<DateOnly>(1):yyyy-MM-dd}', {reader.GetInt64(2)})");
        }
    }

    private async Task<List<Month>> VoucherMonths(Month month, CancellationToken ct)
    {
        await using var command = unit.Command("""
            select distinct s.month from billing.segment s
            where s.month < $1 and exists (select 1 from vouchers.pub_partner_voucher v where v.valid_to >= s.month and v.valid_from < $1)
            order by 1
            """, month.FirstDay);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var months = new List<Month>();
        while (await reader.ReadAsync(ct))
        {
            months.Add(Month.Of(reader.GetFieldValue<DateOnly>(0)));
        }

        return months;
    }
}
