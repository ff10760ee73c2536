create schema billing;

-- A delivered file: the unit of idempotency.
create table billing.usage_batch (
    id uuid primary key,
    file_name text not null,
    sha256 text not null unique,
    format text not null,
    rows bigint not null,
    imported bigint not null,
    rejected bigint not null,
    imported_at timestamptz not null,
    imported_by text not null
);

-- The manifest: which sealed files hold the lines of a month and bucket of partners.
create table billing.segment (
    id uuid primary key,
    month date not null,
    bucket smallint not null,
    batch_id uuid not null references billing.usage_batch (id),
    path text not null unique,
    rows bigint not null,
    payable numeric(38,8) not null,
    sha256 text not null
);
create index segment_of on billing.segment (month, bucket);

create table billing.month_close (
    month date primary key,
    state text not null check (state in ('closing', 'closed')),
    buckets int not null,
    lines bigint not null default 0,
    payable numeric(38,8) not null default 0,
    result_sha256 text,
    started_at timestamptz not null,
    started_by text not null,
    closed_at timestamptz
);

-- A bucket of a close, with the segments that were pinned when it began.
create table billing.close_bucket (
    month date not null references billing.month_close (month),
    bucket smallint not null,
    segments uuid[] not null,
    lines bigint,
    payable numeric(38,8),
    done_at timestamptz,
    primary key (month, bucket)
);

create table billing.bill (
    partner_id uuid not null,
    month date not null,
    bucket smallint not null,
    lines bigint not null,
    official numeric(20,8) not null,
    discount numeric(20,8) not null,
    payable numeric(20,8) not null,
    billed numeric(20,2) not null,
    rounding numeric(20,8) not null,
    voucher numeric(20,2) not null,
    cash_coupon numeric(20,2) not null,
    stored_value numeric(20,2) not null,
    arrears numeric(20,2) not null,
    partner_voucher numeric(20,2) not null,
    cash numeric(20,2) not null,
    primary key (partner_id, month)
);
create index bill_of_bucket on billing.bill (month, bucket);

create table billing.bill_item (
    partner_id uuid not null,
    month date not null,
    bucket smallint not null,
    customer_id uuid not null,
    mode text not null,
    charge_type text not null,
    product_type text not null,
    billing_mode text not null,
    lines bigint not null,
    official numeric(20,8) not null,
    discount numeric(20,8) not null,
    payable numeric(20,8) not null,
    billed numeric(20,2) not null,
    rounding numeric(20,8) not null,
    voucher numeric(20,2) not null,
    cash_coupon numeric(20,2) not null,
    stored_value numeric(20,2) not null,
    arrears numeric(20,2) not null,
    partner_voucher numeric(20,2) not null,
    cash numeric(20,2) not null,
    primary key (partner_id, month, customer_id, mode, charge_type, product_type, billing_mode)
);
create index bill_item_of_bucket on billing.bill_item (month, bucket);
create index bill_item_of_customer on billing.bill_item (customer_id, month);

-- Which line used how much of which partner voucher (R12.1.6.12).
create table billing.voucher_line (
    partner_id uuid not null,
    month date not null,
    bucket smallint not null,
    charge_hash bigint not null,
    transaction_at timestamptz not null,
    voucher_id uuid not null,
    amount numeric(20,2) not null,
    primary key (partner_id, month, charge_hash, transaction_at, voucher_id)
);
create index voucher_line_of_bucket on billing.voucher_line (month, bucket);

create view billing.pub_bill with (security_invoker = true) as select * from billing.bill;
create view billing.pub_bill_item with (security_invoker = true) as select * from billing.bill_item;

call platform.wall('billing.bill', partner => 'partner_id');
call platform.wall('billing.bill_item', partner => 'partner_id', customer => 'customer_id');
call platform.wall('billing.voucher_line', partner => 'partner_id');
