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
    joined_on date not null,
    valid_until date not null,
    verify_code text not null unique,
    unique (partner_id, program)
);
-- One solution provider account per legal entity (R5.1.3).
create unique index one_solution_provider on programs.membership (legal_entity_id) where program = 'SolutionProvider' and state = 'Active';

create view programs.pub_membership with (security_invoker = true) as
    select partner_id, program, level, state, distributor_id, joined_on, valid_until from programs.membership;

-- A distributor sees which resellers are its own.
call platform.wall('programs.membership', partner => 'partner_id', besides =>
    '(distributor_id = any ((select platform.reach_partners())::uuid[]) and (select platform.reach_customer()) is null)');
