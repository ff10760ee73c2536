create schema network;

create table network.legal_entity (
    id uuid primary key,
    code text not null unique,
    name text not null,
    created_at timestamptz not null
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

create view network.pub_partner with (security_invoker = true) as
    select id, number, company_name, company_code, legal_entity_id, account_id, state, joined_on from network.partner;

-- A customer sees who its partner is.
call platform.wall('network.partner', partner => 'id', account => 'account_id', besides =>
    'id = any ((select platform.reach_partners())::uuid[])');
call platform.wall('network.legal_entity', besides => 'exists (select from network.partner p where p.legal_entity_id = legal_entity.id)');
call platform.wall('network.agreement', partner => 'partner_id', account => 'signed_by');
