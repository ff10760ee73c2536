create schema customers;

create table customers.prospect (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    company_name text not null,
    contact_name text not null,
    mobile text not null,
    email text not null,
    state text not null,
    registered_at timestamptz not null,
    customer_id uuid
);
create index prospect_of on customers.prospect (partner_id, registered_at desc, id);
create index prospect_named on customers.prospect (partner_id, company_name) where state <> 'Associated';

create table customers.invitation (
    id uuid primary key,
    partner_id uuid not null,
    prospect_id uuid not null references customers.prospect (id) deferrable initially deferred,
    mode text not null,
    token_hash text not null unique,
    mobile text not null,
    email text not null,
    sent_at timestamptz not null,
    -- Null for one that is handed over offline: it works until it is revoked.
    expires_at timestamptz,
    opened int not null default 0,
    accepted_at timestamptz,
    revoked_at timestamptz
);
create index invitation_of on customers.invitation (prospect_id);

create table customers.customer (
    id uuid primary key,
    number text not null unique,
    name text not null,
    kind text not null default 'Enterprise' check (kind in ('Person', 'Enterprise')),
    -- The enterprise master of a sub account, and whether the master keeps its money (财务托管).
    master_id uuid,
    custody boolean not null default false check (not custody or master_id is not null),
    mobile text,
    email text,
    created_at timestamptz not null,
    grace_days int not null default 0,
    -- Once it has cancelled its account its name is blank; what it was called stays for the books.
    former_name text,
    cancelled_at timestamptz,
    cancelled_by uuid,
    check ((cancelled_at is null) = (former_name is null))
);
create index customer_of_master on customers.customer (master_id) where master_id is not null;

-- Whose customer somebody is, and how, over time: [from_at, to_at). The constraint keeps it to one partner at a time (R12.1.2.3).
create table customers.association (
    id uuid primary key,
    partner_id uuid not null,
    customer_id uuid not null references customers.customer (id) deferrable initially deferred,
    mode text not null,
    origin text not null,
    from_at timestamptz not null,
    to_at timestamptz,
    -- The customer's own, for lists of many customers: they follow it. The mobile is sealed for the customer's row.
    number text,
    name text,
    mobile text,
    email text,
    constraint one_partner_at_a_time exclude using gist (customer_id with =, tstzrange(from_at, to_at) with &&)
);
create index association_of on customers.association (partner_id, customer_id);
create index association_by_number on customers.association (partner_id, number) where to_at is null;
create index association_by_name on customers.association (partner_id, name, number) where to_at is null;
create index association_by_mode on customers.association (partner_id, mode, number) where to_at is null;
create index association_by_time on customers.association (partner_id, from_at, number) where to_at is null;
call platform.searchable('customers.association', 'id', '{name, number}', 'to_at is null');

create function customers.name_association() returns trigger language plpgsql security definer as $$
begin
    select c.number, c.name, c.mobile, c.email into new.number, new.name, new.mobile, new.email from customers.customer c where c.id = new.customer_id;
    return new;
end $$;
create trigger association_is_named before insert on customers.association for each row execute function customers.name_association();

-- Also when it is written after its association, as one transaction may.
create function customers.tell_name() returns trigger language plpgsql security definer as $$
begin
    update customers.association set number = new.number, name = new.name, mobile = new.mobile, email = new.email
        where customer_id = new.id and (number, name, mobile, email) is distinct from (new.number, new.name, new.mobile, new.email);
    return null;
end $$;
create trigger customer_tells_name after insert or update of number, name, mobile, email on customers.customer
    for each row execute function customers.tell_name();

-- The association log: associations that began, and changes that one side asks for and the other answers. One waits at a time.
create table customers.association_change (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    customer_id uuid not null references customers.customer (id) deferrable initially deferred,
    customer_name text not null,
    kind text not null,
    origin text not null,
    from_mode text,
    to_mode text,
    reason text,
    state text not null,
    asked_at timestamptz not null,
    asked_by text not null,
    ended_at timestamptz,
    ended_by text,
    answer text,
    failure text,
    failure_facts text[] not null
);
create index association_change_of on customers.association_change (partner_id, asked_at desc);
create index association_change_of_customer on customers.association_change (customer_id, asked_at desc);
create unique index association_change_waits on customers.association_change (customer_id) where state = 'Pending';

-- Who of the partner's people looks after a customer (客户经理).
create table customers.assignment (
    partner_id uuid not null,
    customer_id uuid not null,
    account_id uuid not null,
    primary key (partner_id, customer_id)
);
create index assignment_of on customers.assignment (partner_id, account_id);

-- Contracts that customers of resellers signed on paper; the distributor keeps them and is the partner.
create table customers.offline_contract (
    id uuid primary key,
    partner_id uuid not null,
    reseller_id uuid not null,
    reseller_name text not null,
    customer_id uuid not null references customers.customer (id) deferrable initially deferred,
    customer_name text not null,
    code text not null,
    state text not null,
    signed_on date not null,
    document_id uuid not null,
    kept_at timestamptz not null,
    kept_by text not null,
    ended_on date,
    unique (partner_id, code)
);
create index offline_contract_of_customer on customers.offline_contract (customer_id);

-- When partners had frozen their customers; one at a time.
create table customers.freeze (
    id uuid primary key,
    partner_id uuid not null,
    customer_id uuid not null references customers.customer (id) deferrable initially deferred,
    reason text not null,
    frozen_at timestamptz not null,
    frozen_by text not null,
    ended_at timestamptz,
    ended_by text,
    end_reason text
);
create unique index freeze_lasts on customers.freeze (customer_id) where ended_at is null;
create index freeze_of on customers.freeze (customer_id, frozen_at desc);
-- Sales expansion tasks: the processing partner has them, or nobody (zeros) while the customer has no partner that could.
create table customers.sales_task (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    partner_name text,
    reseller_id uuid,
    reseller_name text,
    customer_id uuid not null references customers.customer (id) deferrable initially deferred,
    customer_number text not null,
    customer_name text not null,
    kind text not null,
    title text not null,
    instructions text not null,
    subject text not null,
    due_on date not null,
    state text not null,
    result text,
    later_on date,
    handler_id uuid,
    handler_name text,
    given_at timestamptz not null,
    given_by_id uuid not null,
    given_by text not null,
    ended_at timestamptz,
    overdue_told_at timestamptz,
    check ((result = 'Later') = (later_on is not null))
);
create index sales_task_of on customers.sales_task (partner_id, due_on);
create index sales_task_of_reseller on customers.sales_task (reseller_id, due_on) where reseller_id is not null;
create index sales_task_of_customer on customers.sales_task (customer_id);

-- What happened to them. A line stays with those who had the task when it was written.
create table customers.sales_task_entry (
    id uuid primary key,
    task_id uuid not null references customers.sales_task (id) deferrable initially deferred,
    partner_id uuid not null,
    reseller_id uuid,
    at timestamptz not null,
    account_id uuid not null,
    name text not null,
    kind text not null,
    text text not null
);
create index sales_task_entry_of on customers.sales_task_entry (task_id, at);

create view customers.pub_association with (security_invoker = true) as
    select a.partner_id, a.customer_id, c.number, c.name, a.mode, a.from_at, a.to_at
    from customers.association a join customers.customer c on c.id = a.customer_id;

-- Who has cancelled: bookings bear the name that a customer had, and statements leave it out (R12.1.9.23).
create view customers.pub_cancellation with (security_invoker = true) as
    select id as customer_id, cancelled_by as account_id, former_name from customers.customer where cancelled_at is not null;

create index customer_cancelled on customers.customer (cancelled_by) where cancelled_at is not null;
create index association_of_customer on customers.association (customer_id);

-- How many came from one device (R15.3.1), by a mark that says nothing of it; kept for as long as it counts.
create table customers.registration (
    id uuid primary key,
    device text not null,
    at timestamptz not null
);
create index registration_from on customers.registration (device);
create index registration_at on customers.registration (at);

call platform.wall('customers.registration');
call platform.wall('customers.prospect', partner => 'partner_id');
call platform.wall('customers.invitation', partner => 'partner_id');
call platform.wall('customers.association', partner => 'partner_id', customer => 'customer_id', besides =>
    'customer_id = (select platform.reach_customer())');
call platform.wall('customers.association_change', partner => 'partner_id', customer => 'customer_id', besides =>
    'customer_id = (select platform.reach_customer())');
call platform.wall('customers.freeze', partner => 'partner_id', customer => 'customer_id', besides =>
    'customer_id = (select platform.reach_customer())');
call platform.wall('customers.assignment', partner => 'partner_id');
call platform.wall('customers.offline_contract', partner => 'partner_id');
-- The reseller reads which contracts there are, and changes none.
call platform.open_for_reading('customers.offline_contract',
    'reseller_id = any ((select platform.reach_partners())::uuid[]) and (select platform.reach_customer()) is null');
call platform.wall('customers.sales_task', partner => 'partner_id');
call platform.wall('customers.sales_task_entry', partner => 'partner_id');
-- The reseller reads its customers' tasks and the record; its distributor processes them.
call platform.open_for_reading('customers.sales_task',
    'reseller_id = any ((select platform.reach_partners())::uuid[]) and (select platform.reach_customer()) is null');
call platform.open_for_reading('customers.sales_task_entry',
    'reseller_id = any ((select platform.reach_partners())::uuid[]) and (select platform.reach_customer()) is null');
-- A customer is known to whoever it was ever associated with, or its master if that keeps its money.
call platform.wall('customers.customer', besides =>
    'id = (select platform.reach_customer()) or master_id = (select platform.reach_customer()) or exists (select from customers.association a where a.customer_id = customer.id)
    or (custody and exists (select from customers.association a where a.customer_id = customer.master_id))');
