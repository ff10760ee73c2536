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

call platform.wall('paths.finder_entry', partner => 'partner_id');
call platform.wall('paths.finder_shown', partner => 'partner_id');
call platform.wall('paths.member', partner => 'partner_id');
call platform.wall('paths.invitation', partner => 'partner_id');
call platform.wall('paths.evidence', partner => 'partner_id');
call platform.wall('paths.service_case', partner => 'partner_id');
call platform.wall('paths.application', partner => 'partner_id');
call platform.wall('paths.certificate', partner => 'partner_id');
call platform.wall('paths.rereview', partner => 'partner_id');
