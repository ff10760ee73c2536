create schema funds;

-- Accounts of the double-entry ledger. The vendor's side may go negative; what people own may not.
create table funds.account (
    id uuid primary key,
    partner_id uuid not null,
    kind text not null check (kind in ('Bank', 'Incentives', 'Partner', 'Customer')),
    customer_id uuid,
    currency text not null,
    may_go_negative boolean not null,
    balance numeric(20,2) not null default 0,
    check (may_go_negative or balance >= 0),
    unique nulls not distinct (partner_id, kind, customer_id, currency)
);

-- A movement. Its id is made by the caller, so that a repeat is recognised.
create table funds.transfer (
    id uuid primary key,
    partner_id uuid not null,
    kind text not null,
    from_account uuid not null references funds.account (id),
    to_account uuid not null references funds.account (id),
    amount numeric(20,2) not null check (amount > 0),
    memo text not null,
    at timestamptz not null,
    actor uuid not null,
    actor_name text not null
);
create index transfer_of on funds.transfer (partner_id, at desc, id);

create table funds.entry (
    transfer_id uuid not null references funds.transfer (id),
    account_id uuid not null references funds.account (id),
    partner_id uuid not null,
    amount numeric(20,2) not null,
    balance_after numeric(20,2) not null,
    at timestamptz not null,
    primary key (transfer_id, account_id)
);
create index entry_of on funds.entry (account_id, at desc, transfer_id);

create trigger transfer_is_append_only before update or delete on funds.transfer
    for each row execute function platform.refuse_change();
create trigger entry_is_append_only before update or delete on funds.entry
    for each row execute function platform.refuse_change();

-- The account of a partner, opened when it is needed first; the customer counts for accounts of customers only.
create function funds.account_of(p uuid, k text, c uuid, cur text) returns uuid language plpgsql as $$
declare
    found uuid;
begin
    -- Twice, because somebody else may open it meanwhile.
    for look in 1..2 loop
        -- Two questions, because "is not distinct from" would read all accounts of the partner.
        if k = 'Customer' then
            select id into found from funds.account where partner_id = p and kind = k and customer_id = c and currency = cur;
        else
            select id into found from funds.account where partner_id = p and kind = k and customer_id is null and currency = cur;
        end if;
        exit when found is not null or look = 2;
        insert into funds.account (id, partner_id, kind, customer_id, currency, may_go_negative)
        values (gen_random_uuid(), p, k, case when k = 'Customer' then c end, cur, k in ('Bank', 'Incentives')) on conflict do nothing;
    end loop;
    return found;
end $$;

-- One movement. It is refused as done before (same id, same content), for other content under a known id, or if not enough is there.
-- Both accounts are locked in the order of their ids, so that two movements never wait for each other.
create function funds.post(
    t uuid, p uuid, k text, from_kind text, to_kind text, c uuid, cur text, how_much numeric, words text, moment timestamptz,
    who uuid, who_name text)
returns void language plpgsql as $$
declare
    -- Opened before anything is locked: whoever opens an account waits for others who open the same.
    source uuid := funds.account_of(p, from_kind, c, cur);
    target uuid := funds.account_of(p, to_kind, c, cur);
    low boolean;
begin
    select bool_or(id = source and not may_go_negative and balance < how_much) into low
        from (select * from funds.account where id in (source, target) order by id for no key update) locked;
    -- No target of the conflict: naming one would ask for the right to read as well.
    insert into funds.transfer values (t, p, k, source, target, how_much, words, moment, who, who_name) on conflict do nothing;
    if not found then
        perform platform.done_before() from funds.transfer f
            where f.id = t and (f.partner_id, f.kind, f.from_account, f.to_account, f.amount) = (p, k, source, target, how_much);
        perform platform.refuse('idempotency.other-content');
    end if;
    if low then
        perform platform.refuse('funds.balance-too-low');
    end if;
    with moved as (
        update funds.account set balance = balance + case id when source then -how_much else how_much end
        where id in (source, target) returning id, balance)
    insert into funds.entry select t, id, p, case id when source then -how_much else how_much end, balance, moment from moved;
end $$;

-- Many movements between a partner and its customers at once, all or none, in their order; refused as by funds.post.
create function funds.post_all(
    ts uuid[], p uuid, k text, from_kind text, to_kind text, cs uuid[], cur text, amounts numeric[], words text[], moment timestamptz,
    who uuid, who_name text)
returns void language plpgsql as $$
declare
    partners uuid[] := array_fill(funds.account_of(p, 'Partner', null, cur), array[cardinality(ts)]);
    customers uuid[] := array(
        select a.id from unnest(cs) with ordinality m (c, n)
        join (select c, funds.account_of(p, 'Customer', c, cur) as id from (select distinct unnest(cs) as c) each) a using (c) order by n);
    sources uuid[] := case from_kind when 'Partner' then partners else customers end;
    targets uuid[] := case to_kind when 'Partner' then partners else customers end;
    known bigint;
    same bigint;
    low boolean;
begin
    perform 1 from funds.account where id = any (sources || targets) order by id for no key update;
    select count(*), count(*) filter (where (f.partner_id, f.kind, f.from_account, f.to_account, f.amount) = (p, k, m.source, m.target, m.amount))
        into known, same
        from unnest(ts, sources, targets, amounts) m (id, source, target, amount) join funds.transfer f on f.id = m.id;
    if same = cardinality(ts) then
        perform platform.done_before();
    elsif known > 0 then
        perform platform.refuse('idempotency.other-content');
    end if;
    insert into funds.transfer
        select id, p, k, source, target, amount, memo, moment, who, who_name
        from unnest(ts, sources, targets, amounts, words) m (id, source, target, amount, memo);
    with written as (
        insert into funds.entry
        select m.id, s.account, p, s.amount, a.balance + sum(s.amount) over (partition by s.account order by m.n), moment
        from unnest(ts, sources, targets, amounts) with ordinality m (id, source, target, amount, n)
        cross join lateral (values (m.source, -m.amount), (m.target, m.amount)) s (account, amount)
        join funds.account a on a.id = s.account
        returning account_id, balance_after)
    select bool_or(balance_after < 0 and not may_go_negative) into low from written join funds.account a on a.id = account_id;
    if low then
        perform platform.refuse('funds.balance-too-low');
    end if;
    update funds.account a set balance = a.balance + s.amount
        from (
            select account, sum(change) as amount
            from unnest(sources, targets, amounts) m (source, target, amount)
            cross join lateral (values (m.source, -m.amount), (m.target, m.amount)) each (account, change)
            group by account) s
        where a.id = s.account;
end $$;

create view funds.pub_account with (security_invoker = true) as
    select id, partner_id, kind, customer_id, currency, balance from funds.account;

call platform.wall('funds.account', partner => 'partner_id', customer => 'customer_id');
call platform.wall('funds.entry', partner => 'partner_id');
call platform.open_for_reading('funds.entry', 'exists (select from funds.account a where a.id = account_id)');
call platform.wall('funds.transfer', partner => 'partner_id');
call platform.open_for_reading('funds.transfer', 'exists (select from funds.entry e where e.transfer_id = transfer.id)');
