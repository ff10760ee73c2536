create schema openapi;

-- Access keys: what a program signs with. Those with an end are temporary and come with a security token.
create table openapi.access_key (
    id uuid primary key,
    access text not null unique,
    account_id uuid not null,
    secret text not null,
    description text not null,
    active boolean not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    security_token_hash text,
    -- The customer that it acts for (assume_role), and under which mark of its account it was given out.
    assumed_customer uuid,
    -- The sandbox that it is for; null for the partner itself.
    sandbox_id uuid,
    mark text,
    last_used_at timestamptz,
    failures int not null,
    locked_until timestamptz,
    check ((expires_at is null) = (security_token_hash is null))
);
create index access_key_of on openapi.access_key (account_id);

-- Tokens: of each only its hash. The mark is other once the account's password or rights are.
create table openapi.token (
    token_hash text primary key,
    account_id uuid not null,
    assumed_customer uuid,
    sandbox_id uuid,
    region text,
    mark text not null,
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz
);
create index token_of on openapi.token (account_id);

-- Where a partner's programmers try things: a tenant that is no company. It is in no list of partners and in no programme; nobody enters it
-- but by its keys. One at a time; what it begins with is kept to name it in examples.
create table openapi.sandbox (
    id uuid primary key,
    partner_id uuid not null,
    resale_customer_id uuid not null,
    referral_customer_id uuid not null,
    order_number text not null,
    resource_number text not null,
    quota_id uuid not null,
    made_at timestamptz not null,
    made_by text not null,
    ended_at timestamptz
);
create unique index sandbox_of on openapi.sandbox (partner_id) where ended_at is null;

-- Codes by SMS for customers that a partner's system makes.
create table openapi.mobile_code (
    id uuid primary key,
    partner_id uuid not null,
    mobile_mark text not null,
    code_hash text not null,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    tries int not null,
    used_at timestamptz
);
create index mobile_code_of on openapi.mobile_code (mobile_mark, sent_at desc);

-- What was called, kept for some days.
create table openapi.call (
    id uuid primary key,
    partner_id uuid,
    account_id uuid not null,
    account_name text not null,
    operation text not null,
    status int not null,
    code text,
    milliseconds int not null,
    request_id text not null,
    at timestamptz not null,
    sandbox boolean not null
);
create index call_of on openapi.call (partner_id, at desc);
create index call_at on openapi.call (at);

-- How often somebody called an operation in a second, over all processes. What a crash would forget is a second old.
create unlogged table openapi.call_count (
    account_id uuid not null,
    operation text not null,
    second timestamptz not null,
    calls int not null,
    primary key (account_id, operation)
);

-- Where a partner's own systems hear what happens (webhooks). Secrets are sealed; the earlier one holds for a while beside the new one.
create table openapi.webhook (
    id uuid primary key,
    partner_id uuid not null,
    url text not null,
    description text not null,
    events text[] not null,
    active boolean not null,
    off_because text,
    secret text not null,
    earlier_secret text,
    earlier_until timestamptz,
    failing_since timestamptz,
    created_at timestamptz not null,
    created_by text not null,
    check ((earlier_secret is null) = (earlier_until is null)),
    check (active = (off_because is null))
);
create index webhook_of on openapi.webhook (partner_id);

-- A message on its way to one endpoint. The turn tells the job that is to send it from any earlier one.
create table openapi.webhook_delivery (
    id uuid primary key,
    webhook_id uuid not null references openapi.webhook on delete cascade,
    partner_id uuid not null,
    event text not null,
    body text not null,
    state text not null,
    turn int not null,
    attempts int not null,
    made_at timestamptz not null,
    next_at timestamptz,
    ended_at timestamptz
);
create index webhook_delivery_of on openapi.webhook_delivery (webhook_id, made_at desc, id);
create index webhook_delivery_at on openapi.webhook_delivery (made_at);

-- Each time that it was sent, and what came of it.
create table openapi.webhook_attempt (
    id uuid primary key,
    delivery_id uuid not null references openapi.webhook_delivery on delete cascade,
    partner_id uuid not null,
    at timestamptz not null,
    sent_at timestamptz not null,
    status int,
    problem text,
    answer text not null,
    milliseconds int not null
);
create index webhook_attempt_of on openapi.webhook_attempt (delivery_id, at);

-- Writes each message for each endpoint of a partner that wants to hear of it, with the job that sends it. It travels with the commit of
-- what happened, and runs as the owner: whoever causes it, a customer for one, sees no endpoint.
create function openapi.announce(whose uuid, kind text, messages text[], moment timestamptz) returns void
language plpgsql security definer set search_path = openapi, pg_temp as $$
declare
    hook uuid;
    message text;
    delivery uuid;
begin
    for hook in select w.id from openapi.webhook w where w.partner_id = whose and w.active and kind = any (w.events) loop
        foreach message in array messages loop
            delivery := gen_random_uuid();
            insert into openapi.webhook_delivery (id, webhook_id, partner_id, event, body, state, turn, attempts, made_at, next_at)
                values (delivery, hook, whose, kind, message, 'Waiting', 1, 0, moment, moment);
            perform platform.enqueue('openapi.send-webhook', 'webhooks', jsonb_build_object('delivery', delivery, 'turn', 1), moment, moment);
        end loop;
    end loop;
end $$;

call platform.wall('openapi.sandbox', partner => 'partner_id');
call platform.wall('openapi.webhook', partner => 'partner_id');
call platform.wall('openapi.webhook_delivery', partner => 'partner_id');
call platform.wall('openapi.webhook_attempt', partner => 'partner_id');
call platform.wall('openapi.access_key', account => 'account_id');
call platform.wall('openapi.token', account => 'account_id');
call platform.wall('openapi.mobile_code', partner => 'partner_id');
call platform.wall('openapi.call', partner => 'partner_id', account => 'account_id');
call platform.wall('openapi.call_count', account => 'account_id');
