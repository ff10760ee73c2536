create schema solutions;

-- What partners have built on the cloud.
create table solutions.solution (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    company_name text not null,
    name text not null,
    purpose text not null,
    industry text not null,
    services text[] not null,
    launched_on date,
    special text,
    special_on date,
    described_at timestamptz not null,
    check ((special is null) = (special_on is null))
);
create index solution_of on solutions.solution (partner_id);

create table solutions.material (
    id uuid primary key,
    partner_id uuid not null,
    solution_id uuid not null references solutions.solution (id) deferrable initially deferred,
    kind text not null,
    document_id uuid not null,
    name text not null,
    added_at timestamptz not null
);
create index material_of on solutions.material (solution_id);

create table solutions.application (
    id uuid primary key,
    partner_id uuid not null,
    solution_id uuid not null references solutions.solution (id) deferrable initially deferred,
    level text not null,
    route text not null,
    state text not null,
    policy text not null,
    applied_at timestamptz not null
);
create unique index application_open on solutions.application (solution_id) where state = 'InReview';
create index application_of on solutions.application (partner_id);

create table solutions.certification (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    solution_id uuid not null references solutions.solution (id) deferrable initially deferred,
    company_name text not null,
    solution_name text not null,
    level text not null,
    state text not null,
    valid_from date not null,
    valid_until date not null,
    end_reason text,
    noticed_days int,
    verify_code text not null unique,
    check (valid_until >= valid_from)
);
create index certification_of on solutions.certification (partner_id);
create index certification_ends on solutions.certification (valid_until) where state = 'Active';

create view solutions.pub_certification with (security_invoker = true) as
    select partner_id, solution_id, solution_name, level, state, valid_from, valid_until from solutions.certification;

call platform.wall('solutions.solution', partner => 'partner_id');
call platform.wall('solutions.material', partner => 'partner_id');
call platform.wall('solutions.application', partner => 'partner_id');
call platform.wall('solutions.certification', partner => 'partner_id');
