create schema vouchers;

-- Vouchers of a partner that are set against its bill (R12.1.6.12).
create table vouchers.partner_voucher (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    customer_id uuid,
    face numeric(20,2) not null check (face > 0),
    reason text not null,
    valid_from date not null,
    valid_to date not null,
    issued_at timestamptz not null,
    issued_by text not null
);
create index partner_voucher_of on vouchers.partner_voucher (partner_id);

-- What a month's bill took from a voucher; written by the close of that month.
create table vouchers.voucher_use (
    partner_id uuid not null,
    month date not null,
    voucher_id uuid not null references vouchers.partner_voucher (id),
    amount numeric(20,2) not null check (amount > 0),
    primary key (partner_id, month, voucher_id)
);

create view vouchers.pub_partner_voucher with (security_invoker = true) as
    select id, number, partner_id, customer_id, face, valid_from, valid_to from vouchers.partner_voucher;
create view vouchers.pub_voucher_use with (security_invoker = true) as
    select partner_id, month, voucher_id, amount from vouchers.voucher_use;

call platform.wall('vouchers.partner_voucher', partner => 'partner_id', customer => 'customer_id');
call platform.wall('vouchers.voucher_use', partner => 'partner_id');
