create schema incentives;

-- What a policy gives a partner for a period, as of a month's close: estimated until the period's last month is closed.
create table incentives.bill (
    id uuid primary key,
    number text,
    partner_id uuid not null,
    month date not null,
    bucket smallint not null,
    policy text not null,
    policy_version text not null,
    period text not null,
    period_first date not null,
    period_last date not null,
    state text not null,
    base numeric(20,8) not null,
    rate numeric(10,8) not null,
    amount numeric(20,2) not null,
    lines bigint not null,
    residue numeric(20,8) not null,
    working jsonb not null,
    notice_ends_on date,
    payout_id uuid,
    confirmed_at timestamptz,
    confirmed_by text,
    unique (partner_id, policy, period, month)
);
create index bill_of_bucket on incentives.bill (month, bucket);

create table incentives.payout (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    form text not null,
    state text not null,
    amount numeric(20,2) not null check (amount >= 0),
    requested_at timestamptz not null,
    requested_by uuid not null,
    requested_by_name text not null,
    approver uuid,
    approved_by text,
    paid_at timestamptz,
    paid_by text
);
create index payout_of on incentives.payout (partner_id, requested_at desc);

call platform.wall('incentives.bill', partner => 'partner_id');
call platform.wall('incentives.payout', partner => 'partner_id');
