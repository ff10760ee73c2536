create schema identity;

create table identity.account (
    id uuid primary key,
    user_name text not null,
    normalized_user_name text not null unique,
    email text not null,
    normalized_email text not null,
    email_confirmed boolean not null,
    password_hash text,
    security_stamp text not null,
    concurrency_stamp text not null,
    phone_number text,
    mobile_mark text,
    phone_number_confirmed boolean not null,
    two_factor_enabled boolean not null,
    lockout_end timestamptz,
    lockout_enabled boolean not null,
    access_failed_count int not null,
    kind text not null,
    display_name text not null,
    partner_id uuid,
    customer_id uuid,
    roles text[] not null,
    culture text not null,
    company_name text,
    company_uscc text,
    real_name_at timestamptz,
    last_totp_step bigint not null default 0,
    created_at timestamptz not null,
    renamed_at timestamptz,
    disabled_at timestamptz,
    signed_in_at timestamptz
);
create index account_of_partner on identity.account (partner_id) where partner_id is not null;
create index account_of_mobile on identity.account (mobile_mark) where mobile_mark is not null;
create index account_of_customer on identity.account (customer_id) where customer_id is not null;

create table identity.account_token (
    user_id uuid not null references identity.account (id) deferrable initially deferred,
    login_provider text not null,
    name text not null,
    value text,
    primary key (user_id, login_provider, name)
);

create table identity.account_claim (
    id serial primary key,
    user_id uuid not null references identity.account (id) deferrable initially deferred,
    claim_type text,
    claim_value text
);

create table identity.account_login (
    login_provider text not null,
    provider_key text not null,
    provider_display_name text,
    user_id uuid not null references identity.account (id) deferrable initially deferred,
    primary key (login_provider, provider_key)
);

-- Links by mail that let somebody set a password: of the token only its hash is kept.
create table identity.password_link (
    token_hash text primary key,
    account_id uuid not null references identity.account (id) deferrable initially deferred,
    expires_at timestamptz not null,
    used_at timestamptz
);

-- Codes by mail or SMS: each belongs to one account, one operation and one thing.
create table identity.confirmation_code (
    id uuid primary key,
    account_id uuid not null,
    operation text not null,
    object text not null,
    code_hash text not null,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    tries int not null,
    used_at timestamptz
);
create index confirmation_code_of on identity.confirmation_code (account_id, sent_at desc);

-- Who is signed in where; the cookie only names the row.
create table identity.session (
    id uuid primary key,
    account_id uuid not null,
    stamp text not null,
    agent text not null,
    address text not null,
    began_at timestamptz not null,
    seen_at timestamptz not null,
    ended_at timestamptz
);
create index session_of on identity.session (account_id, seen_at desc);

-- Browsers on which an account has signed in: each has attempts of its own.
create table identity.device (
    id uuid primary key,
    account_id uuid not null,
    failures int not null,
    locked_until timestamptz,
    known_since timestamptz not null
);

-- Codes for whoever lost the authenticator: of each only the hash, good once.
create table identity.recovery_code (
    account_id uuid not null,
    code_hash text not null,
    used_at timestamptz,
    primary key (account_id, code_hash)
);

create view identity.pub_account with (security_invoker = true) as
    select id, display_name, email, kind, partner_id, customer_id from identity.account;

call platform.wall('identity.account', partner => 'partner_id', account => 'id');
call platform.wall('identity.account_token', account => 'user_id');
call platform.wall('identity.account_claim', account => 'user_id');
call platform.wall('identity.account_login', account => 'user_id');
call platform.wall('identity.password_link', account => 'account_id');
call platform.wall('identity.confirmation_code', account => 'account_id');
call platform.wall('identity.session', account => 'account_id');
call platform.wall('identity.device', account => 'account_id');
call platform.wall('identity.recovery_code', account => 'account_id');
