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

create function funds.account_of(p uuid, k text, c uuid, cur text) returns uuid language plpgsql as $$
declare
    found uuid;
begin
    select id into found from funds.account where partner_id = p and kind = k and customer_id is not distinct from c and currency = cur;
    if found is null then
        insert into funds.account (id, partner_id, kind, customer_id, currency, may_go_negative)
        values (gen_random_uuid(), p, k, c, cur, k in ('Bank', 'Incentives')) on conflict do nothing;
        select id into found from funds.account where partner_id = p and kind = k and customer_id is not distinct from c and currency = cur;
    end if;
    return found;
end $$;

-- One movement: posted, repeated (same id, same content), other (same id, other content) or low (not enough there).
-- Both accounts are locked in the order of their ids, so that two movements never wait for each other.
create function funds.post(
    t uuid, p uuid, k text, source uuid, target uuid, how_much numeric, words text, moment timestamptz, who uuid, who_name text)
returns text language plpgsql as $$
declare
    known funds.transfer;
    source_after numeric;
    target_after numeric;
begin
    perform 1 from funds.account where id in (source, target) order by id for update;
    select * into known from funds.transfer where id = t;
    if found then
        return case when (known.partner_id, known.kind, known.from_account, known.to_account, known.amount)
            = (p, k, source, target, how_much) then 'repeated' else 'other' end;
    end if;
    if exists (select 1 from funds.account where id = source and not may_go_negative and balance < how_much) then
        return 'low';
    end if;
    update funds.account set balance = balance - how_much where id = source returning balance into source_after;
    update funds.account set balance = balance + how_much where id = target returning balance into target_after;
    insert into funds.transfer values (t, p, k, source, target, how_much, words, moment, who, who_name);
    insert into funds.entry values (t, source, p, -how_much, source_after, moment), (t, target, p, how_much, target_after, moment);
    return 'posted';
end $$;

-- Many movements of one partner at once, all or none, in their order; the answers are those of funds.post.
create function funds.post_all(
    ts uuid[], p uuid, k text, sources uuid[], targets uuid[], amounts numeric[], words text[], moment timestamptz, who uuid, who_name text)
returns text language plpgsql as $$
declare
    known bigint;
    same bigint;
begin
    perform 1 from funds.account where id = any (sources || targets) order by id for update;
    select count(*), count(*) filter (where (f.partner_id, f.kind, f.from_account, f.to_account, f.amount) = (p, k, m.source, m.target, m.amount))
        into known, same
        from unnest(ts, sources, targets, amounts) m (id, source, target, amount) join funds.transfer f on f.id = m.id;
    if known > 0 then
        return case when same = cardinality(ts) then 'repeated' else 'other' end;
    end if;
    insert into funds.transfer
        select id, p, k, source, target, amount, memo, moment, who, who_name
        from unnest(ts, sources, targets, amounts, words) m (id, source, target, amount, memo);
    insert into funds.entry
        select m.id, s.account, p, s.amount, a.balance + sum(s.amount) over (partition by s.account order by m.n), moment
        from unnest(ts, sources, targets, amounts) with ordinality m (id, source, target, amount, n)
        cross join lateral (values (m.source, -m.amount), (m.target, m.amount)) s (account, amount)
        join funds.account a on a.id = s.account;
    if exists (select 1 from funds.entry e join funds.account a on a.id = e.account_id
        where e.transfer_id = any (ts) and e.balance_after < 0 and not a.may_go_negative) then
        return 'low';
    end if;
    update funds.account a set balance = a.balance + d.amount
        from (select account_id, sum(amount) as amount from funds.entry where transfer_id = any (ts) group by 1) d
        where a.id = d.account_id;
    return 'posted';
end $$;

create view funds.pub_account with (security_invoker = true) as
    select id, partner_id, kind, customer_id, currency, balance from funds.account;

call platform.wall('funds.account', partner => 'partner_id', customer => 'customer_id');
call platform.wall('funds.entry', partner => 'partner_id', besides => 'exists (select from funds.account a where a.id = account_id)');
call platform.wall('funds.transfer', partner => 'partner_id', besides =>
    'exists (select from funds.entry e where e.transfer_id = transfer.id)');
