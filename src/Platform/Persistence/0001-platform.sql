-- Shared mechanisms: jobs and outbox, audit, rulebook, reviews, documents, notifications, exports.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- Whose rows the present transaction can see; set by the unit of work, empty on every other connection.
create function platform.reach_partners() returns uuid[] language sql stable parallel safe as
    $$ select nullif(current_setting('reach.partners', true), '')::uuid[] $$;
create function platform.reach_customer() returns uuid language sql stable parallel safe as
    $$ select nullif(current_setting('reach.customer', true), '')::uuid $$;

-- Puts a table behind the wall. Its rows belong to a partner, and of these some to a customer; or to an account; or whatever else the
-- last condition says. Customers see of their partner's rows only those that name them. The settings are read in place, once a
-- statement: functions would be read and unfolded anew whenever one is planned.
create procedure platform.wall(
    t regclass, partner text default null, customer text default null, account text default null, besides text default null)
language plpgsql as $$
declare
    ways text[] := array['(select current_setting(''reach.all'', true) = ''yes'')'];
    partners text := '(select nullif(current_setting(''reach.partners'', true), '''')::uuid[])';
    one_customer text := '(select nullif(current_setting(''reach.customer'', true), '''')::uuid)';
    one_account text := '(select nullif(current_setting(''reach.account'', true), '''')::uuid)';
begin
    if partner is not null then
        ways := ways || format('(%I = any (%s::uuid[]) and (%s is null %s))', partner, partners, one_customer,
            case when customer is null then '' else format('or %I = %s', customer, one_customer) end);
    end if;
    if account is not null then
        ways := ways || format('%I = %s', account, one_account);
    end if;
    ways := ways || besides;
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy wall on %s using (%s)', t, array_to_string(array_remove(ways, null), ' or '));
end $$;

-- What anybody may add although it will belong to somebody else: jobs and audit records.
create procedure platform.open_for_adding(t regclass) language plpgsql as $$
begin
    execute format('create policy adding on %s for insert with check (true)', t);
end $$;

-- What may be read besides, on a condition that writing need not bear. The name counts: policies are tried in the order of theirs, and
-- the wall's is the cheap one.
create procedure platform.open_for_reading(t regclass, condition text) language plpgsql as $$
begin
    execute format('create policy wider on %s for select using (%s)', t, condition);
end $$;

-- Search in words, by trigram indexes. Behind a wall a pattern is compared with no row that the reader does not see, and so no index
-- serves it: the function runs as the tables' owner and says ids alone, which the reader's own query looks up behind the wall. Not in SQL,
-- whose functions are planned each time.
create procedure platform.searchable(t regclass, id text, words text[], rows text default 'true') language plpgsql as $$
declare
    word text;
begin
    foreach word in array words loop
        execute format('create index on %s using gin (%I gin_trgm_ops) where %s', t, word, rows);
    end loop;
    execute format('create function %s_like(pattern text, most int default null) returns setof uuid language plpgsql stable security definer rows 100 as %L', t,
        format('begin return query select %I from %s where %s and (%s) limit most; end', id, t, rows,
            (select string_agg(format('%I like pattern', w), ' or ') from unnest(words) w)));
end $$;

-- Rights of the role that the program works as: rows of every table, never the tables themselves; what is append-only stays so.
create function platform.admit(role text) returns void language plpgsql as $$
declare
    s text;
    t regclass;
begin
    for s in select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') loop
        execute format('grant usage on schema %I to %I', s, role);
        execute format('grant select, insert, update, delete on all tables in schema %I to %I', s, role);
        execute format('grant usage on all sequences in schema %I to %I', s, role);
    end loop;
    -- The owner is not walled in, where the program works as somebody else.
    for t in select p.polrelid::regclass from pg_policy p where p.polname = 'wall' and role <> current_user
        and not exists (select from pg_policy o where o.polrelid = p.polrelid and o.polname = 'owner') loop
        execute format('create policy owner on %s to %I using (true)', t, current_user);
    end loop;
    for t in select tgrelid::regclass from pg_trigger join pg_proc p on p.oid = tgfoid where p.proname = 'refuse_change' loop
        execute format('revoke update, delete, truncate on %s from %I', t, role);
    end loop;
    execute format('revoke insert, update, delete on platform.migration from %I', role);
end $$;

-- How a statement that travels with the commit says no, by the code of a refusal, or that the command was done before. The unit of work
-- hears both by their SQL state and saves nothing.
create function platform.refuse(code text) returns void language plpgsql as
    $$ begin raise exception using errcode = 'PC001', message = code; end $$;
create function platform.done_before() returns void language plpgsql as
    $$ begin raise exception using errcode = 'PC002', message = 'done before'; end $$;

create table platform.job (
    id uuid primary key,
    queue text not null,
    type text not null,
    arguments jsonb not null,
    key text unique,
    job_group text,
    partner_id uuid,
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
    run_at timestamptz not null,
    lease_until timestamptz,
    attempts int not null default 0,
    max_attempts int not null,
    done bigint not null default 0,
    total bigint not null default 0,
    message text,
    error text,
    created_by text not null,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz
);
create index job_due on platform.job (run_at, id) where state in ('queued', 'running');
create index job_in_group on platform.job (job_group) where job_group is not null;
create index job_latest on platform.job (created_at desc);

-- Adds a job in a statement that travels with the commit, as JobQueue does in one of its own.
create function platform.enqueue(what text, queue_name text, arguments_given jsonb, due timestamptz, moment timestamptz) returns void language plpgsql as $$
begin
    insert into platform.job (id, queue, type, arguments, max_attempts, run_at, created_by, created_at)
        values (gen_random_uuid(), queue_name, what, arguments_given, 5, due, 'system', moment);
    perform pg_notify('job', '');
end $$;

create table platform.audit (
    tenant uuid not null,
    sequence bigint not null,
    at timestamptz not null,
    actor uuid not null,
    actor_name text not null,
    action text not null,
    changes text not null,
    hash text not null,
    primary key (tenant, sequence)
);
create index audit_latest on platform.audit (at desc);

create table platform.audit_head (
    tenant uuid primary key,
    sequence bigint not null,
    hash text not null
) with (fillfactor = 60);

-- One record at the end of a tenant's chain. The same digest as AuditTrail.Hash computes.
create function platform.append_audit(t uuid, moment timestamptz, who uuid, who_name text, what text, change text) returns void
language plpgsql as $$
begin
    loop
        with head as (
            update platform.audit_head set sequence = sequence + 1, hash = encode(sha256(convert_to(
                hash || '|' || t || '|' || (sequence + 1) || '|' || (extract(epoch from moment) * 1000000)::bigint || '|' || who || '|'
                || who_name || '|' || what || '|' || change, 'UTF8')), 'hex')
            where tenant = t returning sequence, hash)
        insert into platform.audit select t, sequence, moment, who, who_name, what, change, hash from head;
        exit when found;
        insert into platform.audit_head values (t, 0, '') on conflict do nothing;
    end loop;
end $$;

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end $$;
create trigger audit_is_append_only before update or delete on platform.audit
    for each row execute function platform.refuse_change();

create table platform.rule_version (
    rule text not null,
    version text not null,
    from_on date not null,
    terms jsonb not null,
    source text not null,
    published_by text not null,
    published_at timestamptz not null,
    primary key (rule, version),
    unique (rule, from_on)
);
create trigger rule_version_is_insert_only before update or delete on platform.rule_version
    for each row execute function platform.refuse_change();

-- Versions that somebody proposes; a second person's yes publishes them.
create table platform.rule_draft (
    id uuid primary key,
    rule text not null,
    version text not null,
    from_on date not null,
    terms text not null,
    source text not null,
    proposed_by text not null
);

create table platform.holiday_year (
    year int primary key,
    days jsonb not null,
    source text not null,
    imported_at timestamptz not null
);

-- The site that this database belongs to.
create table platform.site (
    one boolean primary key check (one),
    name text not null
);

-- How far the product's clock is ahead of the machine's, in deployments that may move it; no row in others.
create table platform.clock (
    one boolean primary key check (one),
    ahead interval not null
);

create table platform.review (
    id uuid primary key,
    number text not null unique,
    definition text not null,
    definition_version text not null,
    partner_id uuid not null,
    subject uuid not null,
    title text not null,
    state text not null,
    step int not null,
    applicant uuid not null,
    applicant_name text not null,
    opened_at timestamptz not null,
    due_on date,
    ended_at timestamptz,
    reminded_on date
);
create index review_open on platform.review (due_on) where ended_at is null;
create index review_of_subject on platform.review (subject);
create index review_of_partner on platform.review (partner_id, opened_at desc);

create table platform.review_event (
    id uuid primary key,
    partner_id uuid not null,
    review_id uuid not null references platform.review (id) deferrable initially deferred,
    at timestamptz not null,
    actor uuid not null,
    actor_name text not null,
    kind text not null,
    step int not null,
    comment text not null,
    reason text,
    documents uuid[] not null
);
create index review_event_of on platform.review_event (review_id, at);

create table platform.document (
    id uuid primary key,
    partner_id uuid not null,
    name text not null,
    content_type text not null,
    size bigint not null,
    sha256 text not null,
    uploaded_by uuid not null,
    uploaded_at timestamptz not null,
    is_upload boolean not null
);
create index document_of_day on platform.document (uploaded_by, uploaded_at) where is_upload;

create table platform.notification (
    id uuid primary key,
    account_id uuid not null,
    event text not null,
    title_zh text not null,
    title_en text not null,
    body_zh text not null,
    body_en text not null,
    link text not null,
    created_at timestamptz not null,
    read_at timestamptz
);
create index notification_of on platform.notification (account_id, created_at desc);
create index notification_unread on platform.notification (account_id) where read_at is null;

create table platform.notification_preference (
    account_id uuid not null,
    event text not null,
    inbox boolean not null,
    email boolean not null,
    sms boolean not null,
    primary key (account_id, event)
);

create table platform.sent_message (
    id uuid primary key,
    channel text not null check (channel in ('email', 'sms')),
    recipient text not null,
    subject text not null,
    body text not null,
    sent_at timestamptz not null
);
create index sent_message_latest on platform.sent_message (sent_at desc);

create table platform.export (
    id uuid primary key,
    partner_id uuid not null,
    account_id uuid not null,
    kind text not null,
    format text not null,
    arguments jsonb not null,
    title text not null,
    job_id uuid not null,
    document_id uuid,
    rows bigint not null default 0,
    created_at timestamptz not null,
    ended_at timestamptz,
    error text
);
create index export_of on platform.export (account_id, created_at desc);

create table platform.number (
    series text primary key,
    last bigint not null
);

create table platform.data_protection_key (
    id serial primary key,
    friendly_name text,
    xml text
);

-- Keys that seal classified values, each wrapped by the installation's master key, which lies elsewhere.
create table platform.data_key (
    id serial primary key,
    wrapped text not null,
    made_at timestamptz not null
);

create aggregate platform.isum(bigint) (sfunc = int8pl, stype = bigint, combinefunc = int8pl, parallel = safe);

call platform.wall('platform.job', partner => 'partner_id');
call platform.open_for_adding('platform.job');
call platform.wall('platform.audit', partner => 'tenant');
call platform.open_for_adding('platform.audit');
call platform.wall('platform.review', partner => 'partner_id', account => 'applicant');
call platform.wall('platform.review_event', partner => 'partner_id', account => 'actor', besides =>
    'exists (select from platform.review r where r.id = review_id)');
call platform.wall('platform.document', partner => 'partner_id', account => 'uploaded_by');
call platform.wall('platform.notification', account => 'account_id');
call platform.wall('platform.notification_preference', account => 'account_id');
call platform.wall('platform.export', account => 'account_id');
call platform.wall('platform.rule_draft');
