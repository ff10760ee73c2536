create schema support;

-- A ticket belongs to a partner, or to a customer; then it has no partner, so that the customer's partner does not read it.
create table support.ticket (
    id uuid primary key,
    number text not null unique,
    partner_id uuid not null,
    customer_id uuid,
    asker_id uuid not null,
    asker_name text not null,
    company text not null,
    category text not null,
    title text not null,
    for_customer text,
    priority text not null,
    plan text not null,
    terms_version text not null,
    state text not null,
    assignee_id uuid,
    assignee_name text,
    raised_at timestamptz not null,
    month date not null,
    first_response_due_at timestamptz not null,
    solution_due_at timestamptz not null,
    due_at timestamptz,
    first_answered_at timestamptz,
    paused_at timestamptz,
    close_on date,
    closed_at timestamptz,
    satisfaction int check (satisfaction between 1 and 5),
    satisfaction_words text,
    reminded_at timestamptz,
    escalated_at timestamptz
);
create index ticket_of_partner on support.ticket (partner_id, number desc);
create index ticket_of_customer on support.ticket (customer_id, number desc) where customer_id is not null;
create index ticket_due on support.ticket (due_at) where due_at is not null;
create index ticket_to_close on support.ticket (close_on) where close_on is not null;
create index ticket_raised on support.ticket (raised_at);

-- What both sides read: messages and changes of state, never edited.
create table support.ticket_entry (
    id uuid primary key,
    ticket_id uuid not null references support.ticket (id) deferrable initially deferred,
    partner_id uuid not null,
    customer_id uuid,
    at timestamptz not null,
    account_id uuid not null,
    name text not null,
    by_vendor boolean not null,
    kind text not null,
    text text not null,
    documents uuid[] not null
);
create index ticket_entry_of on support.ticket_entry (ticket_id, at);
create trigger ticket_entry_is_append_only before update or delete on support.ticket_entry
    for each row execute function platform.refuse_change();

-- What the vendor's people tell each other: a table of its own, so that no wall of the asker's leads here.
create table support.ticket_note (
    id uuid primary key,
    ticket_id uuid not null references support.ticket (id) deferrable initially deferred,
    partner_id uuid not null,
    at timestamptz not null,
    name text not null,
    kind text not null,
    text text not null
);
create index ticket_note_of on support.ticket_note (ticket_id, at);
create trigger ticket_note_is_append_only before update or delete on support.ticket_note
    for each row execute function platform.refuse_change();

-- The support plan of a partner; one without a row has the first plan of the policy.
create table support.partner_plan (
    partner_id uuid primary key,
    plan text not null,
    set_by text not null,
    set_at timestamptz not null
);

create table support.announcement (
    id uuid primary key,
    title_zh text not null,
    title_en text not null,
    text_zh text not null,
    text_en text not null,
    audience text not null,
    programmes text[] not null,
    visible_from date not null,
    visible_to date,
    pinned boolean not null,
    state text not null,
    written_by text not null,
    written_at timestamptz not null,
    published_at timestamptz,
    withdrawn_at timestamptz,
    check (visible_to is null or visible_to >= visible_from)
);
create index announcement_published on support.announcement (pinned desc, published_at desc) where state = 'Published';

create table support.reading (
    account_id uuid not null,
    announcement_id uuid not null references support.announcement (id),
    read_at timestamptz not null,
    primary key (account_id, announcement_id)
);

call platform.wall('support.ticket', partner => 'partner_id', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('support.ticket_entry', partner => 'partner_id', besides => 'customer_id = (select platform.reach_customer())');
call platform.wall('support.ticket_note');
call platform.wall('support.partner_plan');
call platform.open_for_reading('support.partner_plan', 'partner_id = any ((select platform.reach_partners())::uuid[])');
-- Who an announcement is meant for is the use case's question; drafts are nobody else's at all.
call platform.wall('support.announcement');
call platform.open_for_reading('support.announcement', $$state <> 'Draft'$$);
call platform.wall('support.reading', account => 'account_id');
