create schema benefits;

-- Vouchers for building and testing solutions, from their application on. The cap is the company's, over all its accounts.
create table benefits.test_voucher (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    legal_entity_id uuid not null,
    company_name text not null,
    solution_id uuid not null,
    solution_name text not null,
    year int not null,
    amount numeric(28, 8) not null check (amount > 0),
    reason text not null,
    planned_from date not null,
    planned_to date not null,
    configuration text not null,
    documents uuid[] not null,
    state text not null,
    policy text not null,
    applied_at timestamptz not null,
    granted_on date,
    valid_until date,
    check (planned_to >= planned_from),
    check ((state = 'Granted') = (granted_on is not null))
);
create index test_voucher_of on benefits.test_voucher (partner_id);
create index test_voucher_of_entity on benefits.test_voucher (legal_entity_id, year);

call platform.wall('benefits.test_voucher', partner => 'partner_id');
