create schema organization;

-- A partner's own roles (自定义角色), beside the built-in ones.
create table organization.own_role (
    id uuid primary key,
    partner_id uuid not null,
    name text not null,
    permissions text[] not null,
    unique (partner_id, name)
);

-- What the organisation knows of a member beyond its account.
create table organization.member (
    account_id uuid primary key,
    partner_id uuid not null,
    supervisor_id uuid
);
create index member_of_supervisor on organization.member (partner_id, supervisor_id);

create table organization.setting (
    partner_id uuid primary key,
    verification_codes boolean not null
);

call platform.wall('organization.own_role', partner => 'partner_id');
call platform.wall('organization.member', partner => 'partner_id');
call platform.wall('organization.setting', partner => 'partner_id');
