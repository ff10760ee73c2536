-- A usage file that was uploaded: how it is to be read, the job that imports it, and what became of it.
create table billing.usage_file (
    id uuid primary key,
    document_id uuid not null,
    file_name text not null,
    size bigint not null,
    sha256 text not null,
    wish jsonb not null,
    job_id uuid not null,
    uploaded_by text not null,
    uploaded_at timestamptz not null,
    ended_at timestamptz,
    rows bigint not null default 0,
    imported bigint not null default 0,
    rejected bigint not null default 0,
    known boolean not null default false,
    rejects_id uuid,
    refusal text,
    facts text[] not null default '{}'
);
create index usage_file_latest on billing.usage_file (uploaded_at desc);

-- The vendor's own.
call platform.wall('billing.usage_file');
