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

-- What a partner may give on as vouchers (代金券额度, R12.1.6.11): from the vendor, or from its distributor out of that one's own quota.
-- What vouchers out of it may do stands here too, and they inherit it. No products means all.
create table vouchers.quota (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    giver_id uuid,
    source_id uuid references vouchers.quota (id),
    sort text not null check (sort in ('Voucher', 'CashCoupon')),
    amount numeric(20,2) not null check (amount > 0),
    remaining numeric(20,2) not null check (remaining between 0 and amount),
    customer_id uuid,
    customer_name text,
    purchase text not null check (purchase in ('Period', 'PayPerUse', 'Both')),
    products text[] not null,
    acquisition boolean not null check (not acquisition or purchase = 'Period'),
    excludes_discounts boolean not null,
    valid_from date not null,
    valid_to date not null,
    reason text not null,
    state text not null check (state in ('Given', 'Reclaimed')),
    given_at timestamptz not null,
    given_by text not null,
    changed_at timestamptz not null,
    expiry_told boolean not null default false,
    check ((giver_id is null) = (source_id is null))
);
create index quota_of on vouchers.quota (partner_id, given_at desc);
create index quota_from on vouchers.quota (source_id) where source_id is not null;

-- Everything that went into a quota or out of it: what is left is the sum.
create table vouchers.quota_entry (
    id uuid primary key,
    quota_id uuid not null references vouchers.quota (id),
    partner_id uuid not null,
    kind text not null,
    amount numeric(20,2) not null check (amount <> 0),
    after numeric(20,2) not null,
    voucher_id uuid,
    customer_id uuid,
    other_quota_id uuid references vouchers.quota (id),
    other_partner_id uuid,
    remark text not null,
    at timestamptz not null,
    actor uuid not null,
    actor_name text not null
);
create index quota_entry_of on vouchers.quota_entry (partner_id, at desc, id desc);
create index quota_entry_in on vouchers.quota_entry (quota_id);
create trigger quota_entry_is_append_only before update or delete on vouchers.quota_entry
    for each row execute function platform.refuse_change();

-- What a customer holds: issued by a partner out of a quota, or by the vendor (no issuer). Only what is left and the state ever change.
create table vouchers.customer_voucher (
    id uuid primary key,
    number text not null unique,
    sort text not null check (sort in ('Voucher', 'CashCoupon', 'StoredValueCard')),
    issuer_id uuid,
    quota_id uuid references vouchers.quota (id),
    customer_id uuid not null,
    customer_name text not null,
    face numeric(20,2) not null check (face > 0),
    remaining numeric(20,2) not null check (remaining between 0 and face),
    purchase text not null check (purchase in ('Period', 'PayPerUse', 'Both')),
    products text[] not null,
    acquisition boolean not null check (not acquisition or purchase = 'Period'),
    excludes_discounts boolean not null,
    valid_from date not null,
    valid_to date not null,
    reason text not null,
    state text not null check (state in ('Issued', 'Reclaimed', 'Returned')),
    issued_at timestamptz not null,
    issued_by text not null,
    changed_at timestamptz not null,
    expiry_told boolean not null default false,
    check ((issuer_id is null) = (quota_id is null)),
    check (sort <> 'StoredValueCard' or issuer_id is null)
);
create index customer_voucher_of on vouchers.customer_voucher (customer_id, valid_to);
create index customer_voucher_by on vouchers.customer_voucher (issuer_id, issued_at desc);
create index customer_voucher_ends on vouchers.customer_voucher (valid_to) where state = 'Issued' and not expiry_told;

create function vouchers.keep_terms() returns trigger language plpgsql as $$
begin
    if (new.sort, new.issuer_id, new.quota_id, new.customer_id, new.face, new.purchase, new.products, new.acquisition,
            new.excludes_discounts, new.valid_from, new.valid_to)
        is distinct from (old.sort, old.issuer_id, old.quota_id, old.customer_id, old.face, old.purchase, old.products, old.acquisition,
            old.excludes_discounts, old.valid_from, old.valid_to) then
        raise exception 'an issued voucher stays as it is';
    end if;
    return new;
end $$;
create trigger customer_voucher_stays before update on vouchers.customer_voucher for each row execute function vouchers.keep_terms();

-- What an order took from a customer's voucher, by the id of the order's payment: one voucher an order (R12.1.6.3).
create table vouchers.payment (
    use_id uuid primary key,
    voucher_id uuid not null references vouchers.customer_voucher (id),
    customer_id uuid not null,
    amount numeric(20,2) not null check (amount > 0),
    given_back numeric(20,2) not null default 0 check (given_back between 0 and amount),
    product text not null,
    purchase text not null,
    renewal boolean not null,
    used_at timestamptz not null,
    used_by text not null
);
create index payment_of on vouchers.payment (voucher_id);

create view vouchers.pub_partner_voucher with (security_invoker = true) as
    select id, number, partner_id, customer_id, face, valid_from, valid_to from vouchers.partner_voucher;
create view vouchers.pub_voucher_use with (security_invoker = true) as
    select partner_id, month, voucher_id, amount from vouchers.voucher_use;

call platform.wall('vouchers.partner_voucher', partner => 'partner_id', customer => 'customer_id');
call platform.wall('vouchers.voucher_use', partner => 'partner_id');
call platform.wall('vouchers.quota', partner => 'partner_id');
-- A distributor reads what its resellers have of it.
call platform.open_for_reading('vouchers.quota',
    'giver_id = any ((select platform.reach_partners())::uuid[]) and (select platform.reach_customer()) is null');
call platform.wall('vouchers.quota_entry', partner => 'partner_id');
-- A customer keeps some vouchers when it has no partner any more.
call platform.wall('vouchers.customer_voucher', partner => 'issuer_id', customer => 'customer_id', besides =>
    'customer_id = (select platform.reach_customer())');
call platform.wall('vouchers.payment', besides => 'customer_id = (select platform.reach_customer())');
