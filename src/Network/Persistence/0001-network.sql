create schema network;

create table network.legal_entity (
    id uuid primary key,
    code text not null unique,
    name text not null,
    created_at timestamptz not null,
    taxpayer text not null
);

-- A partner account of a legal entity: the tenant of everything that follows.
create table network.partner (
    id uuid primary key,
    number text not null unique,
    legal_entity_id uuid references network.legal_entity (id) deferrable initially deferred,
    account_id uuid not null unique,
    company_name text not null,
    company_code text not null,
    tax_number text not null,
    contact_name text not null,
    contact_position text not null,
    contact_mobile text not null,
    contact_email text not null,
    state text not null,
    code_check text not null,
    applied_at timestamptz not null,
    joined_on date,
    manager_id uuid
);
create index partner_of_manager on network.partner (manager_id) where manager_id is not null;
create index partner_of_entity on network.partner (legal_entity_id);
call platform.searchable('network.partner', 'id', '{company_name, number, company_code}');

create table network.agreement (
    id uuid primary key,
    partner_id uuid not null references network.partner (id) deferrable initially deferred,
    code text not null,
    version text not null,
    name_zh text not null,
    name_en text not null,
    contract_number text not null,
    signing_entity text not null,
    signed_by uuid not null,
    signed_by_name text not null,
    signed_at timestamptz not null,
    unique (partner_id, code, version)
);

create table network.certification (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null references network.partner (id) deferrable initially deferred,
    company text not null,
    code text not null,
    bank text not null,
    branch text not null,
    branch_number text not null,
    holder text not null,
    account text not null,
    last_four text not null,
    currency text not null,
    amount text not null,
    state text not null,
    failure text,
    submitted_at timestamptz not null,
    submitted_by text not null,
    expected_by timestamptz not null,
    paid_at timestamptz,
    attempts integer not null,
    ended_at timestamptz,
    drafted_at timestamptz,
    letter_id uuid
);
create index certification_of on network.certification (partner_id, submitted_at desc);
-- One counts at a time. It is checked at the end: the replaced one and its successor are written in either order.
alter table network.certification add constraint certification_present
    exclude using btree (partner_id with =) where (state <> 'Replaced') deferrable initially deferred;

-- What stands on a company's licence, sent by its main account; the newest approved row counts.
create table network.license (
    id uuid primary key,
    partner_id uuid not null references network.partner (id) deferrable initially deferred,
    legal_entity_id uuid not null references network.legal_entity (id) deferrable initially deferred,
    document_id uuid not null,
    name text not null,
    capital text not null,
    founded_on date not null,
    term text not null,
    legal_person text not null,
    address text not null,
    postcode text not null,
    scope text not null,
    state text not null,
    sent_at timestamptz not null,
    sent_by text not null
);
create unique index license_in_review on network.license (legal_entity_id) where state = 'InReview';

-- Links by which a company registers a further account: of the token only its hash is kept.
create table network.quick_registration (
    id uuid primary key,
    partner_id uuid not null references network.partner (id) deferrable initially deferred,
    token_hash text not null unique,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);

-- What the vendor's purchasing knows of companies; no partner sees any of it.
create table network.supplier_record (
    id uuid primary key,
    code text not null,
    holder text not null,
    bank text not null,
    account text not null,
    last_four text not null,
    entered_at timestamptz not null,
    entered_by text not null,
    ended_at timestamptz
);
create index supplier_record_of on network.supplier_record (code) where ended_at is null;

create view network.pub_partner with (security_invoker = true) as
    select id, number, company_name, company_code, legal_entity_id, account_id, state, joined_on from network.partner;

-- What a partner shows of itself.
create table network.profile (
    partner_id uuid primary key references network.partner,
    logo_id uuid,
    contact text not null,
    introduction_zh text not null,
    introduction_en text not null,
    website text,
    ticket text not null,
    changed_by text not null,
    changed_at timestamptz not null
);

create view network.pub_profile with (security_invoker = true) as
    select partner_id, logo_id, contact, introduction_zh, introduction_en, website from network.profile;

-- A customer sees who its partner is.
call platform.wall('network.partner', partner => 'id', account => 'account_id', besides =>
    'id = any ((select platform.reach_partners())::uuid[])');
call platform.wall('network.legal_entity', besides => 'exists (select from network.partner p where p.legal_entity_id = legal_entity.id)');
call platform.wall('network.agreement', partner => 'partner_id', account => 'signed_by');
call platform.wall('network.certification', partner => 'partner_id');
call platform.wall('network.supplier_record');
call platform.wall('network.quick_registration', partner => 'partner_id');
call platform.wall('network.license', partner => 'partner_id');
call platform.wall('network.profile', partner => 'partner_id');
