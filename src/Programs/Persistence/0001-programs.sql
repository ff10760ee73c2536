create schema programs;

create table programs.membership (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    legal_entity_id uuid not null,
    company_name text not null,
    program text not null,
    level text not null,
    state text not null,
    distributor_id uuid,
    reseller_code text unique,
    office text,
    channel_only boolean not null,
    joined_on date not null,
    ended_on date,
    end_reason text,
    valid_until date not null,
    verify_code text not null unique,
    unique (partner_id, program)
);
-- One solution provider account per legal entity, and one more for each representative office that the vendor agrees to (R5.1.3).
create unique index one_solution_provider on programs.membership (legal_entity_id, coalesce(office, ''))
    where program = 'SolutionProvider' and state = 'Active';

create table programs.assessment (
    id uuid primary key,
    partner_id uuid not null,
    program text not null,
    year int not null,
    passed boolean not null,
    comment text not null,
    assessed_by text not null,
    assessed_at timestamptz not null,
    published_on date not null,
    unique (partner_id, program, year)
);

-- Invitations of distributors, and applications to them; the distributor is the partner.
create table programs.reseller_request (
    id uuid primary key,
    partner_id uuid not null,
    reseller_id uuid,
    company_name text,
    origin text not null,
    email text,
    token_hash text unique,
    at timestamptz not null,
    expires_at timestamptz,
    state text not null
);
create index reseller_request_of on programs.reseller_request (partner_id, at desc);

-- Special programmes are data: their codes are those of the policy.
create table programs.special_membership (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    company_name text not null,
    program text not null,
    state text not null,
    agreement_version text not null,
    joined_on date not null,
    valid_until date,
    ended_on date,
    end_reason text,
    verify_code text not null unique
);
create index special_membership_of on programs.special_membership (partner_id, program);
create unique index one_special_membership on programs.special_membership (partner_id, program) where state = 'Active';

create table programs.special_invitation (
    id uuid primary key,
    partner_id uuid not null,
    program text not null,
    invited_by text not null,
    invited_at timestamptz not null,
    withdrawn_at timestamptz
);
create unique index one_special_invitation on programs.special_invitation (partner_id, program) where withdrawn_at is null;

create table programs.special_assessment (
    id uuid primary key,
    partner_id uuid not null,
    program text not null,
    year int not null,
    passed boolean not null,
    comment text not null,
    assessed_by text not null,
    assessed_at timestamptz not null,
    unique (partner_id, program, year)
);

create view programs.pub_membership with (security_invoker = true) as
    select partner_id, company_name, program, level, state, distributor_id, joined_on, valid_until from programs.membership;

call platform.wall('programs.assessment', partner => 'partner_id');
call platform.wall('programs.special_membership', partner => 'partner_id');
call platform.wall('programs.special_invitation', partner => 'partner_id');
call platform.wall('programs.special_assessment', partner => 'partner_id');
call platform.wall('programs.reseller_request', partner => 'partner_id');
-- A distributor sees which resellers are its own.
call platform.wall('programs.membership', partner => 'partner_id', besides =>
    '(distributor_id = any ((select platform.reach_partners())::uuid[]) and (select platform.reach_customer()) is null)');
