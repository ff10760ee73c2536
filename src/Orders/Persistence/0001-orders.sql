create schema orders;

-- Orders that are paid or cancelled together (组合交易单).
create table orders.combination (
    id uuid primary key,
    number text not null unique,
    customer_id uuid not null,
    partner_id uuid,
    kind text not null,
    name text,
    placed_at timestamptz not null
);

-- Orders of customers; the partner is the one that the customer had then. One that was paid keeps how, and in which mode.
create table orders.customer_order (
    id uuid primary key,
    number text not null unique,
    customer_id uuid not null,
    customer_name text not null,
    partner_id uuid,
    combination_id uuid references orders.combination (id) deferrable initially deferred,
    kind text not null,
    purchase text not null,
    product text not null,
    product_zh text not null,
    product_en text not null,
    service text not null,
    months int not null,
    quantity int not null check (quantity > 0),
    resource_id uuid,
    from_on date,
    until_on date,
    list_price numeric(20,2) not null,
    factor numeric(5,4) not null check (factor > 0 and factor <= 1),
    discount_id uuid,
    amount numeric(20,2) not null,
    takes_vouchers boolean not null,
    catalogue text not null,
    state text not null,
    placed_at timestamptz not null,
    placed_by text not null,
    expires_at timestamptz,
    ended_at timestamptz,
    ended_by text,
    payment_id uuid,
    paid_from text,
    paid_mode text,
    paid_partner_id uuid,
    money numeric(20,2) not null check (money >= 0),
    voucher numeric(20,2) not null check (voucher >= 0),
    voucher_use uuid,
    -- What of both stands for the quantity that there still is; never more than was paid, nor less than nothing.
    money_kept numeric(20,2) not null check (money_kept between 0 and money),
    voucher_kept numeric(20,2) not null check (voucher_kept between 0 and voucher),
    check (payment_id is null or money + voucher = amount)
);
create index customer_order_of_customer on orders.customer_order (customer_id, number desc);
create index customer_order_of_partner on orders.customer_order (partner_id, number desc) where partner_id is not null;
create index customer_order_of_resource on orders.customer_order (resource_id) where resource_id is not null;
create index customer_order_of_combination on orders.customer_order (combination_id) where combination_id is not null;
create index customer_order_unpaid on orders.customer_order (expires_at) where state = 'Unpaid';

-- What customers got for them.
create table orders.resource (
    id uuid primary key,
    number text not null unique,
    customer_id uuid not null,
    partner_id uuid,
    purchase text not null,
    product text not null,
    product_zh text not null,
    product_en text not null,
    service text not null,
    quantity int not null check (quantity > 0),
    from_on date not null,
    until_on date,
    charged_until timestamptz,
    renews_itself boolean not null,
    state text not null
);
create index resource_of_customer on orders.resource (customer_id, number desc);
create index resource_of_partner on orders.resource (partner_id) where partner_id is not null;
create index resource_in_use on orders.resource (until_on) where state = 'Active';

-- A payment of one or several orders; its id is the caller's.
create table orders.payment (
    id uuid primary key,
    customer_id uuid not null,
    partner_id uuid,
    mode text,
    paid_from text not null,
    orders uuid[] not null,
    paid_at timestamptz not null,
    paid_by text not null
);

-- Customers ask their partner to pay (伙伴代付).
create table orders.payment_request (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    customer_id uuid not null,
    customer_name text not null,
    orders uuid[] not null,
    amount numeric(20,2) not null,
    reason text,
    state text not null,
    asked_at timestamptz not null,
    ended_at timestamptz,
    ended_by text,
    answer text
);
create index payment_request_of on orders.payment_request (partner_id, number desc);
create index payment_request_of_customer on orders.payment_request (customer_id, number desc);

-- Money that comes back; where to is decided when it arrives.
create table orders.refund (
    id uuid primary key,
    number text not null unique,
    order_id uuid not null references orders.customer_order (id) deferrable initially deferred,
    order_number text not null,
    cause_id uuid not null,
    customer_id uuid not null,
    customer_name text not null,
    partner_id uuid,
    mode text,
    paid_from text not null,
    paid_at timestamptz not null,
    amount numeric(20,2) not null check (amount > 0),
    destination text not null,
    since text not null,
    state text not null,
    asked_at timestamptz not null,
    due_at timestamptz not null,
    arrived_at timestamptz
);
create index refund_of_customer on orders.refund (customer_id, number desc);
create index refund_of_partner on orders.refund (partner_id, number desc) where partner_id is not null;
create index refund_due on orders.refund (due_at) where state = 'Pending';

-- Discounts that the vendor grants (授权商务折扣), and which sub accounts inherit their master's.
create table orders.discount (
    id uuid primary key,
    number text not null unique,
    customer_id uuid not null,
    customer_name text not null,
    factor numeric(5,4) not null check (factor > 0 and factor < 1),
    services text[] not null,
    from_on date not null,
    to_on date not null,
    granted_at timestamptz not null,
    granted_by text not null
);
create index discount_of on orders.discount (customer_id);

create table orders.sub_account_policy (
    sub_id uuid primary key,
    master_id uuid not null,
    inherits_discounts boolean not null
);

-- Lists of the price calculator that somebody saved, as they were priced; by its link anybody reads one.
create table orders.price_list (
    id uuid primary key,
    account_id uuid not null,
    name text not null,
    lines jsonb not null,
    total numeric(20,2) not null,
    saved_at timestamptz not null,
    token_hash text unique,
    shared_at timestamptz,
    check ((token_hash is null) = (shared_at is null))
);
create index price_list_of on orders.price_list (account_id, saved_at desc);

call platform.wall('orders.price_list', account => 'account_id');
call platform.wall('orders.combination', partner => 'partner_id', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('orders.customer_order', partner => 'partner_id', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('orders.resource', partner => 'partner_id', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('orders.payment', partner => 'partner_id', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('orders.payment_request', partner => 'partner_id', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('orders.refund', partner => 'partner_id', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('orders.discount', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('orders.sub_account_policy', besides => 'master_id = (select platform.reach_customer())');
