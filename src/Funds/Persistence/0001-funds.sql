create schema funds;

-- Accounts of the double-entry ledger. The vendor's side may go negative; what people own may not. Customers' own money is no partner's:
-- its accounts stand under the empty partner, the vendor's side of it one for each customer, so that no row is everybody's.
create table funds.account (
    id uuid primary key,
    partner_id uuid not null,
    kind text not null check (kind in ('Bank', 'Incentives', 'Sales', 'Withdrawals', 'Partner', 'Customer', 'Own')),
    customer_id uuid,
    currency text not null,
    may_go_negative boolean not null,
    balance numeric(20,2) not null default 0,
    check (may_go_negative or balance >= 0),
    unique nulls not distinct (partner_id, kind, customer_id, currency)
) with (fillfactor = 60); -- A balance that changes stays on its page, and its indexes as they are.

-- Accounts stay, so that movements need no foreign keys to them: those would cost a fifth of a list of movements.
create function funds.refuse_closing() returns trigger language plpgsql as
    $$ begin raise exception 'accounts stay'; end $$;
create trigger account_stays before delete on funds.account for each row execute function funds.refuse_closing();

-- A movement takes from one account what it gives to another. Its id is made by the caller, so that a repeat is recognised.
create table funds.transfer (
    id uuid primary key,
    partner_id uuid not null,
    kind text not null,
    from_account uuid not null,
    to_account uuid not null,
    amount numeric(20,2) not null check (amount > 0),
    from_after numeric(20,2) not null,
    to_after numeric(20,2) not null,
    memo text not null,
    at timestamptz not null,
    actor uuid not null,
    actor_name text not null,
    check (from_account <> to_account)
);
create index transfer_from on funds.transfer (from_account, at desc, id desc);
create index transfer_to on funds.transfer (to_account, at desc, id desc);

-- Its two entries, each only for whom the account is visible: the other side's balance is the other side's business.
create view funds.entry with (security_invoker = true) as
    select t.id as transfer_id, a.id as account_id, t.kind, -t.amount as amount, t.from_after as balance_after, t.at
    from funds.transfer t join funds.account a on a.id = t.from_account
    union all
    select t.id, a.id, t.kind, t.amount, t.to_after, t.at
    from funds.transfer t join funds.account a on a.id = t.to_account;

create trigger transfer_is_append_only before update or delete on funds.transfer
    for each row execute function platform.refuse_change();

-- Whether an account is kept for each customer.
create function funds.is_by_customer(p uuid, k text) returns boolean language sql immutable as $$
    select k = 'Customer' or p = '00000000-0000-0000-0000-000000000000'
$$;

-- Opens an account; harmless if somebody else has meanwhile.
create function funds.open_account(p uuid, k text, c uuid, cur text) returns void language plpgsql as $$
begin
    insert into funds.account (id, partner_id, kind, customer_id, currency, may_go_negative)
    values (gen_random_uuid(), p, k, case when funds.is_by_customer(p, k) then c end, cur, k in ('Bank', 'Incentives', 'Sales'))
    on conflict do nothing;
end $$;

-- Changes a balance and locks the account with it; null and null if not enough is there.
create function funds.change_balance(p uuid, k text, c uuid, cur text, change numeric, out account uuid, out after numeric)
language plpgsql as $$
begin
    for look in 1..2 loop
        -- Two statements, because "is not distinct from" would read all accounts of the partner.
        if funds.is_by_customer(p, k) then
            update funds.account set balance = balance + change
                where partner_id = p and kind = k and customer_id = c and currency = cur and (may_go_negative or balance + change >= 0)
                returning id, balance into account, after;
        else
            update funds.account set balance = balance + change
                where partner_id = p and kind = k and customer_id is null and currency = cur and (may_go_negative or balance + change >= 0)
                returning id, balance into account, after;
        end if;
        exit when found or look = 2;
        perform funds.open_account(p, k, c, cur);
    end loop;
end $$;

-- Refuses movements whose ids are known: as done before if their content is the same.
create function funds.refuse_known(ts uuid[], p uuid, k text, from_kind text, to_kind text, cs uuid[], cur text, amounts numeric[])
returns void language plpgsql as $$
declare
    known bigint;
    same bigint;
begin
    select count(*), count(*) filter (where (t.partner_id, t.kind, t.amount) = (p, k, m.amount)
            and (source.kind, source.currency, target.kind, target.currency) = (from_kind, cur, to_kind, cur)
            and coalesce(source.customer_id, target.customer_id) is not distinct from m.customer)
        into known, same
        from unnest(ts, cs, amounts) m (id, customer, amount)
        join funds.transfer t on t.id = m.id
        join funds.account source on source.id = t.from_account
        join funds.account target on target.id = t.to_account;
    if same = cardinality(ts) then
        perform platform.done_before();
    elsif known > 0 then
        perform platform.refuse('idempotency.other-content');
    end if;
end $$;

-- Whoever posts must reach the partner whose money moves: the wall of funds.transfer, asked once at the door. What lies behind it runs as
-- the owner, for whom no wall is asked again at every step. Answers with the partner.
create function funds.in_reach(p uuid) returns uuid language plpgsql stable as $$
begin
    if coalesce(current_setting('reach.all', true), '') <> 'yes' and (coalesce(current_setting('reach.customer', true), '') <> ''
            or not coalesce(p = any (nullif(current_setting('reach.partners', true), '')::uuid[]), false)) then
        raise exception using errcode = 'insufficient_privilege', message = 'new movement violates row-level security: its partner is out of reach';
    end if;
    return p;
end $$;

-- One movement. It is refused as done before (same id, same content), for other content under a known id, or if not enough is there.
-- The partner's own account, which many movements share, is locked last, sales before it: for the shortest time, and so that no two
-- wait for each other.
create function funds.post(
    t uuid, p uuid, k text, from_kind text, to_kind text, c uuid, cur text, how_much numeric, words text, moment timestamptz,
    who uuid, who_name text)
returns void language plpgsql security definer set search_path = funds, pg_temp as $$
declare
    source record;
    target record;
begin
    p := funds.in_reach(p);
    if from_kind = 'Partner' or (from_kind = 'Sales' and to_kind <> 'Partner') then
        target := funds.change_balance(p, to_kind, c, cur, how_much);
        source := funds.change_balance(p, from_kind, c, cur, -how_much);
    else
        source := funds.change_balance(p, from_kind, c, cur, -how_much);
        target := funds.change_balance(p, to_kind, c, cur, how_much);
    end if;
    if source.account is not null then
        -- No target of the conflict: naming one would ask for the right to read as well.
        insert into funds.transfer
            values (t, p, k, source.account, target.account, how_much, source.after, target.after, words, moment, who, who_name)
            on conflict do nothing;
        if found then
            return;
        end if;
    end if;
    perform funds.refuse_known(array[t], p, k, from_kind, to_kind, array[c], cur, array[how_much]);
    perform platform.refuse('funds.balance-too-low');
end $$;

-- Many movements between a partner and its customers at once, all or none, in their order; refused as by funds.post, and locked in
-- the order of the customers' ids, the partner last.
create function funds.post_all(
    ts uuid[], p uuid, k text, from_kind text, to_kind text, cs uuid[], cur text, amounts numeric[], words text[], moment timestamptz,
    who uuid, who_name text)
returns void language plpgsql security definer set search_path = funds, pg_temp as $$
declare
    own record;
    low boolean;
    way numeric := case from_kind when 'Partner' then 1 else -1 end;
begin
    p := funds.in_reach(p);
    perform funds.refuse_known(ts, p, k, from_kind, to_kind, cs, cur, amounts);
    perform funds.open_account(p, 'Customer', c, cur) from (
        select distinct c from unnest(cs) c where not exists (
            select from funds.account where partner_id = p and kind = 'Customer' and customer_id = c and currency = cur) order by c) missing;
    perform 1 from funds.account where partner_id = p and kind = 'Customer' and customer_id = any (cs) and currency = cur
        order by customer_id for no key update;
    own := funds.change_balance(p, 'Partner', null, cur, -way * (select sum(each) from unnest(amounts) each));
    if own.account is null then
        perform platform.refuse('funds.balance-too-low');
    end if;
    with movement as (
        select m.id, a.id as customer, m.amount, m.memo,
            a.balance + way * sum(m.amount) over (partition by a.id order by m.n) as customer_after,
            own.after + way * (sum(m.amount) over () - sum(m.amount) over (order by m.n)) as own_after
        from unnest(ts, cs, amounts, words) with ordinality m (id, c, amount, memo, n)
        join funds.account a on a.partner_id = p and a.kind = 'Customer' and a.customer_id = m.c and a.currency = cur),
    written as (
        insert into funds.transfer
        select id, p, k, case when way > 0 then own.account else customer end, case when way > 0 then customer else own.account end, amount,
            case when way > 0 then own_after else customer_after end, case when way > 0 then customer_after else own_after end,
            memo, moment, who, who_name
        from movement),
    changed as (
        update funds.account a set balance = a.balance + way * s.amount
        from (select customer, sum(amount) as amount from movement group by customer) s
        where a.id = s.customer and a.balance + way * s.amount >= 0)
    select bool_or(customer_after < 0) into low from movement;
    if low then
        perform platform.refuse('funds.balance-too-low');
    end if;
end $$;

-- One movement from a partner to another: both balances are locked in the order of the partners' ids, so that two ways at once do not
-- wait for each other. Refused as by funds.post.
create function funds.post_between(
    t uuid, p uuid, k text, giver uuid, taker uuid, cur text, how_much numeric, words text, moment timestamptz, who uuid, who_name text)
returns void language plpgsql security definer set search_path = funds, pg_temp as $$
declare
    source record;
    target record;
begin
    p := funds.in_reach(p);
    if giver < taker then
        source := funds.change_balance(giver, 'Partner', null, cur, -how_much);
        target := funds.change_balance(taker, 'Partner', null, cur, how_much);
    else
        target := funds.change_balance(taker, 'Partner', null, cur, how_much);
        source := funds.change_balance(giver, 'Partner', null, cur, -how_much);
    end if;
    if source.account is not null then
        insert into funds.transfer
            values (t, p, k, source.account, target.account, how_much, source.after, target.after, words, moment, who, who_name)
            on conflict do nothing;
        if found then
            return;
        end if;
    end if;
    perform platform.done_before() from funds.transfer known
        join funds.account a on a.id = known.from_account join funds.account b on b.id = known.to_account
        where known.id = t and (known.partner_id, known.kind, known.amount) = (p, k, how_much)
            and (a.partner_id, a.kind, b.partner_id, b.kind) = (giver, 'Partner', taker, 'Partner');
    if exists (select from funds.transfer where id = t) then
        perform platform.refuse('idempotency.other-content');
    end if;
    perform platform.refuse('funds.balance-too-low');
end $$;

-- Where money on partners' balances came from: by the movement that brought it. Whoever brings it says so before the movement; what is
-- not said follows from the movement's kind.
create table funds.origin (
    id uuid primary key,
    partner_id uuid not null,
    source text not null check (source in ('Transfer', 'Wallet', 'NetBank', 'Incentive', 'Refund')),
    -- In whose name it was paid; null for the real-name subject of the partner.
    subject text,
    -- The vendor's entity that received it.
    entity text,
    at timestamptz not null
);
create index origin_of on funds.origin (partner_id);

-- The lots of a balance: what lies on an account, by where it came from. They always add up to the balance. Money that moves on takes its
-- origin along, so that what comes back is what it was. When the origin was stands here too: the oldest is found by the key.
create table funds.lot (
    account_id uuid not null,
    at timestamptz not null,
    origin_id uuid not null,
    partner_id uuid not null,
    amount numeric(20,2) not null check (amount > 0),
    primary key (account_id, at, origin_id)
) with (fillfactor = 60);

-- From which lots a movement takes, if not simply the oldest: those of one owner, and of one source, subject and entity.
create table funds.draw (
    transfer_id uuid primary key,
    partner_id uuid not null,
    owner uuid not null,
    source text,
    subject text,
    entity text
);

-- Whether an account knows where its money came from.
create function funds.keeps_lots(p uuid, k text) returns boolean language sql immutable as $$
    select p <> '00000000-0000-0000-0000-000000000000' and k in ('Partner', 'Customer', 'Withdrawals', 'Sales')
$$;

-- Puts money on an account's lot.
create function funds.put(a uuid, origin_at timestamptz, origin uuid, p uuid, how_much numeric) returns void language plpgsql as $$
begin
    insert into funds.lot values (a, origin_at, origin, p, how_much)
        on conflict (account_id, at, origin_id) do update set amount = lot.amount + excluded.amount;
end $$;

-- The lots of one movement: the oldest first, or those that it is to draw from; what comes back from sales newest first, which is what was
-- most likely paid with. What no lot is known of begins one.
create function funds.follow(t uuid, source_id uuid, target_id uuid, how_much numeric, moment timestamptz) returns void language plpgsql as $$
declare
    giver record;
    taker record;
    part record;
    wish record;
    rest numeric := how_much;
    step numeric;
begin
    select kind, funds.keeps_lots(partner_id, kind) as kept into giver from funds.account where id = source_id;
    select partner_id, funds.keeps_lots(partner_id, kind) as kept into taker from funds.account where id = target_id;
    if giver.kept then
        select * into wish from funds.draw where transfer_id = t;
        for part in
            select l.at, l.origin_id, l.amount from funds.lot l join funds.origin o on o.id = l.origin_id
            where l.account_id = source_id and (wish.owner is null or (o.partner_id = wish.owner and (wish.source is null
                or (o.source = wish.source and o.subject is not distinct from wish.subject and (wish.entity is null or o.entity = wish.entity)))))
            order by case when giver.kind = 'Sales' then l.at end desc, l.at, l.origin_id
        loop
            exit when rest = 0;
            step := least(rest, part.amount);
            if step = part.amount then
                delete from funds.lot where account_id = source_id and at = part.at and origin_id = part.origin_id;
            else
                update funds.lot set amount = amount - step where account_id = source_id and at = part.at and origin_id = part.origin_id;
            end if;
            if taker.kept then
                perform funds.put(target_id, part.at, part.origin_id, taker.partner_id, step);
            end if;
            rest := rest - step;
        end loop;
        if rest > 0 and giver.kind <> 'Sales' then
            perform platform.refuse('funds.source-too-low');
        end if;
    end if;
    if rest > 0 and taker.kept then
        insert into funds.origin values (t, taker.partner_id,
            case when giver.kind = 'Incentives' then 'Incentive' when giver.kind = 'Sales' then 'Refund' else 'Transfer' end, null, null, moment)
            on conflict do nothing;
        perform funds.put(target_id, at, id, taker.partner_id, rest) from funds.origin where id = t;
    end if;
end $$;

-- Lots follow the money. The accounts are locked by then. It runs as the owner: a giver need not see what the taker has. Mostly the oldest
-- lot has more than all of a giver's movements take, and two statements do for all of them.
create function funds.follow_money() returns trigger language plpgsql security definer set search_path = funds, pg_temp as $$
declare
    giver record;
    oldest uuid;
    oldest_at timestamptz;
begin
    for giver in
        select a.id, funds.keeps_lots(a.partner_id, a.kind) and a.kind <> 'Sales' and not bool_or(d.transfer_id is not null) as plain, sum(m.amount) as total
        from moved m join funds.account a on a.id = m.from_account left join funds.draw d on d.transfer_id = m.id
        group by a.id
    loop
        oldest := null;
        if giver.plain then
            update funds.lot set amount = amount - giver.total
                where account_id = giver.id and amount > giver.total
                    and (at, origin_id) = (select at, origin_id from funds.lot where account_id = giver.id order by at, origin_id limit 1)
                returning at, origin_id into oldest_at, oldest;
        end if;
        if oldest is not null then
            insert into funds.lot
                select a.id, oldest_at, oldest, a.partner_id, sum(m.amount)
                from moved m join funds.account a on a.id = m.to_account
                where m.from_account = giver.id and funds.keeps_lots(a.partner_id, a.kind)
                group by a.id
                on conflict (account_id, at, origin_id) do update set amount = lot.amount + excluded.amount;
        else
            perform funds.follow(m.id, m.from_account, m.to_account, m.amount, m.at) from moved m where m.from_account = giver.id;
        end if;
    end loop;
    return null;
end $$;
create trigger lots_follow after insert on funds.transfer referencing new table as moved for each statement execute function funds.follow_money();

create view funds.pub_account with (security_invoker = true) as
    select id, partner_id, kind, customer_id, currency, balance from funds.account;

-- What moved on partners' own accounts, and with which customer.
create view funds.pub_partner_entry with (security_invoker = true) as
    -- The name of a customer that has cancelled its account is left out, as on statements (R12.1.9.23).
    select t.id, a.partner_id, other.customer_id, e.kind, e.amount, e.balance_after, e.at, case when exists (
        select from customers.pub_cancellation x where x.customer_id = other.customer_id and x.former_name = t.memo) then '' else t.memo end as memo
    from funds.account a join funds.entry e on e.account_id = a.id join funds.transfer t on t.id = e.transfer_id
    left join funds.account other on other.kind = 'Customer' and other.id = case t.from_account when a.id then t.to_account else t.from_account end
    where a.kind = 'Partner';

-- What moved on customers' accounts: what is allocated to them, and their own money.
create view funds.pub_customer_entry with (security_invoker = true) as
    select t.id, a.partner_id, a.customer_id, a.kind as account, e.kind, e.amount, e.balance_after, e.at
    from funds.account a join funds.entry e on e.account_id = a.id join funds.transfer t on t.id = e.transfer_id
    where a.kind in ('Customer', 'Own');

create table funds.bank_account (
    id uuid primary key,
    partner_id uuid not null,
    holder text not null,
    bank text not null,
    number text not null,
    last_four text not null,
    state text not null,
    proposed_at timestamptz not null,
    proposed_by text not null
);
create index bank_account_of on funds.bank_account (partner_id);

create table funds.withdrawal (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    bank_account_id uuid not null references funds.bank_account (id) deferrable initially deferred,
    amount numeric(20,2) not null check (amount > 0),
    -- Out of which money, see funds.origin; and which of the vendor's entities pays.
    source text not null,
    subject text,
    received_by text,
    paying_entity text not null,
    state text not null,
    requested_at timestamptz not null,
    requested_by text not null,
    decided_by uuid,
    decided_by_name text,
    paid_at timestamptz,
    paid_by text,
    reference text
);
create index withdrawal_of on funds.withdrawal (partner_id, requested_at desc);

create table funds.balance_alert (
    partner_id uuid primary key,
    threshold numeric(20,2) not null check (threshold > 0),
    told boolean not null
);

-- The account number to which a partner transfers, nobody else's; and a customer's.
create sequence funds.top_up_number;
-- A partner has one per entity of the vendor that it signed with: what arrives on an older number still is its own.
create table funds.top_up_account (
    number text primary key,
    partner_id uuid not null,
    entity text not null,
    unique (partner_id, entity)
);
create table funds.own_top_up_account (
    customer_id uuid primary key,
    number text not null unique
);

-- Files of the bank, and what each says arrived. A reference is there once, ever.
create table funds.bank_statement (
    id uuid primary key,
    file_name text not null,
    sha256 text not null,
    lines int not null,
    imported_at timestamptz not null,
    imported_by text not null
);
create table funds.receipt (
    id uuid primary key,
    statement_id uuid not null,
    line int not null,
    booked_at timestamptz not null,
    amount numeric(20,2) not null check (amount > 0),
    payer text not null,
    payer_account text not null,
    number text not null,
    reference text not null unique,
    remark text not null,
    state text not null,
    partner_id uuid,
    customer_id uuid,
    entity text,
    reason text,
    assigned_by uuid,
    assigned_by_name text,
    decided_by text
);
create index receipt_by_time on funds.receipt (booked_at desc, id desc);
-- What was entered by hand is not booked again from a file.
create index transfer_top_up on funds.transfer (memo) where kind in ('TopUp', 'OwnTopUp');

-- What partners, and customers for their own balance, pay online.
create table funds.online_top_up (
    id uuid primary key,
    number text not null unique,
    partner_id uuid,
    customer_id uuid,
    channel text not null,
    wallet boolean not null,
    amount numeric(20,2) not null check (amount > 0),
    entity text not null,
    state text not null,
    on_day date not null,
    requested_at timestamptz not null,
    requested_by uuid not null,
    requested_by_name text not null,
    expires_at timestamptz not null,
    url text not null,
    ended_at timestamptz,
    payer text,
    check (num_nonnulls(partner_id, customer_id) = 1)
);
create index online_top_up_of on funds.online_top_up (partner_id, on_day);
create index online_top_up_of_customer on funds.online_top_up (customer_id, on_day);
create index online_top_up_open on funds.online_top_up (requested_at) where state = 'Open';

-- The payments of the embedded gateway: another house's, so to speak.
create table funds.gateway_payment (
    id uuid primary key,
    channel text not null,
    amount numeric(20,2) not null,
    payee text not null,
    subject text not null,
    return_url text not null,
    notify_url text not null,
    until timestamptz not null,
    state text not null,
    payer text
);

-- A customer takes its own money out.
create table funds.own_withdrawal (
    id uuid primary key,
    number text not null unique,
    customer_id uuid not null,
    amount numeric(20,2) not null check (amount > 0),
    holder text not null,
    bank text not null,
    account_number text not null,
    last_four text not null,
    state text not null,
    requested_at timestamptz not null,
    decided_by uuid,
    decided_by_name text,
    ended_at timestamptz,
    ended_by text,
    -- The bank's reference, or why not.
    answer text
);
create index own_withdrawal_of on funds.own_withdrawal (customer_id, requested_at desc);

call platform.wall('funds.online_top_up', partner => 'partner_id', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('funds.gateway_payment');
call platform.wall('funds.bank_statement');
call platform.wall('funds.receipt');
call platform.wall('funds.origin', partner => 'partner_id');
call platform.wall('funds.lot', partner => 'partner_id');
call platform.wall('funds.draw', partner => 'partner_id');
call platform.wall('funds.bank_account', partner => 'partner_id');
call platform.wall('funds.withdrawal', partner => 'partner_id');
call platform.wall('funds.balance_alert', partner => 'partner_id');
call platform.wall('funds.top_up_account', partner => 'partner_id');
call platform.wall('funds.own_top_up_account', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('funds.own_withdrawal', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('funds.account', partner => 'partner_id', customer => 'customer_id', besides =>
    'kind = ''Own'' and customer_id = (select platform.reach_customer())');
call platform.wall('funds.transfer', partner => 'partner_id');
call platform.open_for_reading('funds.transfer', 'exists (select from funds.account a where a.id in (from_account, to_account))');
