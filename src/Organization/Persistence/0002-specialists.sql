-- Personal accounts bound to a partner, their certificates, and specialists.

create table organization.staff_invitation (
    id uuid primary key,
    partner_id uuid not null,
    partner_name text not null,
    account_id uuid not null,
    token_hash text not null unique,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    declined_at timestamptz,
    revoked_at timestamptz
);
create index staff_invitation_of on organization.staff_invitation (partner_id, sent_at desc);
create index staff_invitation_for on organization.staff_invitation (account_id);

create table organization.binding (
    id uuid primary key,
    partner_id uuid not null,
    account_id uuid not null,
    consent text not null,
    person_name text not null,
    person_email text not null,
    specialist_path text,
    specialist_state text,
    from_at timestamptz not null,
    to_at timestamptz,
    check (to_at is null or to_at >= from_at)
);
-- A person is bound to one partner at a time, also when two invitations are accepted at the same moment.
create unique index binding_of_one on organization.binding (account_id) where to_at is null;
create index binding_of on organization.binding (partner_id, from_at);
create index binding_latest on organization.binding (from_at, account_id) where to_at is null;
create index binding_of_path on organization.binding (specialist_path, from_at, account_id) where to_at is null;
create index binding_by_name on organization.binding (person_name, id) where to_at is null;
call platform.searchable('organization.binding', 'id', '{person_name, person_email}', 'to_at is null');

create table organization.person_certificate (
    id uuid primary key,
    account_id uuid not null,
    kind text not null,
    number text not null,
    title text not null,
    source text not null,
    issued_on date not null,
    valid_until date,
    document_id uuid,
    state text not null,
    added_at timestamptz not null,
    deleted_at timestamptz
);
create unique index person_certificate_in_one_account on organization.person_certificate (number) where deleted_at is null and state <> 'Rejected';
create index person_certificate_of on organization.person_certificate (account_id);

create table organization.specialist (
    id uuid primary key,
    partner_id uuid not null,
    account_id uuid not null,
    path text not null,
    state text not null,
    applied_at timestamptz not null,
    ended_at timestamptz
);
create unique index specialist_of_one_path on organization.specialist (account_id) where state in ('InReview', 'Active', 'Cancelling');
create index specialist_of on organization.specialist (partner_id);

-- What somebody is a specialist of stands in its binding as well, for lists of many people.
create function organization.tell_binding() returns trigger language plpgsql as $$
declare
    stands boolean := new.state in ('InReview', 'Active', 'Cancelling');
begin
    update organization.binding
        set specialist_path = case when stands then new.path end, specialist_state = case when stands then new.state end
        where account_id = new.account_id and to_at is null;
    return null;
end $$;
create trigger specialist_tells after insert or update on organization.specialist for each row execute function organization.tell_binding();

-- Who may be bound although the mobile number is of another region.
create table organization.staff_exception (
    id uuid primary key,
    partner_id uuid not null,
    account_id uuid not null,
    ticket text not null,
    allowed_by text not null,
    allowed_at timestamptz not null,
    unique (partner_id, account_id)
);

-- Awards entered by the vendor's people where no learning platform is configured.
create table organization.learning_record (
    id uuid primary key,
    account text not null,
    kind text not null,
    number text not null unique,
    title text not null,
    issued_on date not null,
    valid_until date,
    withdrawn_at timestamptz
);
create index learning_record_of on organization.learning_record (account);

call platform.wall('organization.staff_invitation', partner => 'partner_id', account => 'account_id');
call platform.wall('organization.binding', partner => 'partner_id', account => 'account_id');
-- A partner sees the certificates of the people bound to it, as long as they are.
call platform.wall('organization.person_certificate', account => 'account_id', besides =>
    'exists (select from organization.binding b where b.account_id = person_certificate.account_id and b.to_at is null)');
call platform.wall('organization.specialist', partner => 'partner_id', account => 'account_id');
call platform.wall('organization.learning_record');
call platform.wall('organization.staff_exception', partner => 'partner_id');
