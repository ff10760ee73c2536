create schema performance;

create table performance.summary (
    partner_id uuid not null,
    month date not null,
    bucket smallint not null,
    amount numeric(20,8) not null,
    lines bigint not null,
    reason text not null,
    primary key (partner_id, month)
);
create index summary_of_bucket on performance.summary (month, bucket);

-- The reseller through whom a customer is a distributor's; the zero reseller stands for the partner's own.
create table performance.item (
    partner_id uuid not null,
    month date not null,
    bucket smallint not null,
    reseller_id uuid not null,
    customer_id uuid not null,
    mode text not null,
    order_type text not null,
    billing_mode text not null,
    product_type text not null,
    amount numeric(20,8) not null,
    lines bigint not null,
    primary key (partner_id, month, reseller_id, customer_id, mode, order_type, billing_mode, product_type)
);
create index item_of_bucket on performance.item (month, bucket);

-- Values of indicators by month; quarters and years are their sums. The zero customer stands for the partner as a whole.
create table performance.indicator_value (
    partner_id uuid not null,
    month date not null,
    bucket smallint not null,
    indicator text not null,
    customer_id uuid not null,
    value numeric(20,8) not null,
    lines bigint not null,
    primary key (partner_id, indicator, customer_id, month)
);
create index indicator_value_of_bucket on performance.indicator_value (month, bucket);

create view performance.pub_indicator_value with (security_invoker = true) as select * from performance.indicator_value;

call platform.wall('performance.summary', partner => 'partner_id');
call platform.wall('performance.item', partner => 'partner_id');
call platform.wall('performance.indicator_value', partner => 'partner_id');
