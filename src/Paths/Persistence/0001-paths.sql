create schema paths;

-- A partner's time on a development path.
create table paths.member (
    id uuid primary key,
    partner_id uuid not null,
    legal_entity_id uuid not null,
    company_name text not null,
    path text not null,
    stage text not null,
    stage_since date not null,
    joined_on date not null,
    left_on date
);
-- An account is on one path at a time.
create unique index member_on_one_path on paths.member (partner_id) where left_on is null;
create index member_of_entity on paths.member (legal_entity_id);
create index member_by_company on paths.member (company_name, id) where left_on is null;
call platform.searchable('paths.member', 'id', '{company_name}', 'left_on is null');
create index member_certified on paths.member (partner_id, path, stage) where left_on is null and stage <> 'Joined';

-- Whom the vendor has invited to a path that is by invitation.
create table paths.invitation (
    id uuid primary key,
    partner_id uuid not null,
    path text not null,
    invited_by text not null,
    invited_at timestamptz not null,
    withdrawn_at timestamptz
);
create unique index invitation_once on paths.invitation (partner_id, path) where withdrawn_at is null;

-- What a partner has: solutions, tags, offerings, locks, and records of benefits.
create table paths.evidence (
    id uuid primary key,
    partner_id uuid not null,
    kind text not null,
    progress text not null,
    code text,
    number text not null,
    title text not null,
    copyright_number text,
    from_on date not null,
    until_on date,
    entered_by text not null,
    entered_at timestamptz not null,
    withdrawn_at timestamptz,
    withdraw_reason text,
    check (until_on is null or until_on >= from_on)
);
create unique index evidence_number on paths.evidence (partner_id, kind, number) where withdrawn_at is null;

create table paths.service_case (
    id uuid primary key,
    partner_id uuid not null,
    title text not null,
    customer text not null,
    ended_on date not null,
    on_this_cloud boolean not null,
    url text,
    entered_at timestamptz not null,
    check (on_this_cloud or url is not null)
);
create index service_case_of on paths.service_case (partner_id, ended_on);

create table paths.application (
    id uuid primary key,
    partner_id uuid not null,
    member_id uuid not null references paths.member (id) deferrable initially deferred,
    stage text not null,
    state text not null,
    applied_at timestamptz not null,
    deck_id uuid,
    plan_id uuid,
    meeting_at timestamptz,
    meeting_link text
);
create unique index application_open on paths.application (member_id) where state = 'InReview';

-- A partner's identity on a path, year by year.
create table paths.certificate (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    member_id uuid not null references paths.member (id) deferrable initially deferred,
    company_name text not null,
    path text not null,
    stage text not null,
    title text,
    state text not null,
    issued_on date not null,
    valid_until date not null,
    end_reason text,
    verify_code text not null unique
);
create unique index certificate_of_stage on paths.certificate (member_id, stage) where state = 'Active';

create table paths.rereview (
    id uuid primary key,
    partner_id uuid not null,
    member_id uuid not null references paths.member (id) deferrable initially deferred,
    year int not null,
    state text not null,
    opens_on date not null,
    closes_on date not null,
    submitted_at timestamptz,
    unique (member_id, year)
);

-- Who wants to be found by everybody, and with what. What is found besides is looked up where it stands.
create table paths.finder_entry (
    partner_id uuid primary key,
    listed boolean not null,
    shows_contact boolean not null,
    changed_by text not null,
    changed_at timestamptz not null
);
create index finder_entry_listed on paths.finder_entry (partner_id) where listed;

-- Rows rather than arrays: behind a wall only plain equality is answered by an index.
create table paths.finder_shown (
    partner_id uuid not null,
    kind text not null,
    value text not null,
    primary key (partner_id, kind, value)
);
create index finder_shown_by on paths.finder_shown (kind, value, partner_id);

-- Business plans and customer lists, agreed for a year by both sides.
create table paths.mutual_lock (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    member_id uuid not null references paths.member (id) deferrable initially deferred,
    company_name text not null,
    kind text not null,
    year int not null,
    state text not null,
    direction text not null,
    resources text not null,
    actions text not null,
    locked_on date,
    first_locked_on date,
    unique (member_id, kind, year),
    check ((state = 'Locked') = (locked_on is not null))
);
create index mutual_lock_of on paths.mutual_lock (partner_id);

create table paths.plan_goal (
    lock_id uuid not null references paths.mutual_lock (id) deferrable initially deferred,
    quarter int not null check (quarter between 1 and 4),
    partner_id uuid not null,
    revenue numeric(28, 8) not null check (revenue >= 0),
    customers int not null,
    specialists int not null,
    solutions int not null,
    primary key (lock_id, quarter)
);

create table paths.listed_customer (
    lock_id uuid not null references paths.mutual_lock (id) deferrable initially deferred,
    position int not null,
    partner_id uuid not null,
    company text not null,
    primary key (lock_id, position)
);

create table paths.lock_step (
    id uuid primary key,
    partner_id uuid not null,
    lock_id uuid not null references paths.mutual_lock (id) deferrable initially deferred,
    at timestamptz not null,
    by text not null,
    kind text not null,
    comment text not null
);
create index lock_step_of on paths.lock_step (lock_id);

-- A quarter of a locked plan, looked at by both sides.
create table paths.quarter_review (
    id uuid primary key,
    partner_id uuid not null,
    lock_id uuid not null references paths.mutual_lock (id) deferrable initially deferred,
    company_name text not null,
    year int not null,
    quarter int not null check (quarter between 1 and 4),
    state text not null,
    opened_on date not null,
    revenue numeric(28, 8),
    customers int,
    specialists int,
    solutions int,
    remark text,
    reported_by text,
    reported_at timestamptz,
    meeting_at timestamptz,
    meeting_link text,
    comment text,
    minutes_id uuid,
    closed_by text,
    closed_at timestamptz,
    unique (lock_id, quarter)
);
create index quarter_review_of on paths.quarter_review (partner_id);

call platform.wall('paths.mutual_lock', partner => 'partner_id');
call platform.wall('paths.plan_goal', partner => 'partner_id');
call platform.wall('paths.listed_customer', partner => 'partner_id');
call platform.wall('paths.lock_step', partner => 'partner_id');
call platform.wall('paths.quarter_review', partner => 'partner_id');
call platform.wall('paths.finder_entry', partner => 'partner_id');
call platform.wall('paths.finder_shown', partner => 'partner_id');
call platform.wall('paths.member', partner => 'partner_id');
call platform.wall('paths.invitation', partner => 'partner_id');
call platform.wall('paths.evidence', partner => 'partner_id');
call platform.wall('paths.service_case', partner => 'partner_id');
call platform.wall('paths.application', partner => 'partner_id');
call platform.wall('paths.certificate', partner => 'partner_id');
call platform.wall('paths.rereview', partner => 'partner_id');
