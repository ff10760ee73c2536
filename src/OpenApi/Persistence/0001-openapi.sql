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
    region text,
    mark text not null,
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz
);
create index token_of on openapi.token (account_id);

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
    at timestamptz not null
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

call platform.wall('openapi.access_key', account => 'account_id');
call platform.wall('openapi.token', account => 'account_id');
call platform.wall('openapi.mobile_code', partner => 'partner_id');
call platform.wall('openapi.call', partner => 'partner_id', account => 'account_id');
call platform.wall('openapi.call_count', account => 'account_id');
