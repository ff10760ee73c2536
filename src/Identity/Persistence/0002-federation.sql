-- The identity provider of a partner's own platform, whose customers arrive by SAML (R15.1.1).
create table identity.saml_provider (
    partner_id uuid primary key,
    entity_id text not null,
    sign_on_url text not null,
    certificates text not null,
    changed_at timestamptz not null
);

-- Requests that were answered and assertions that were taken: each works once. Kept as long as a copy could still be valid.
create table identity.saml_used (
    partner_id uuid not null,
    kind text not null check (kind in ('request', 'assertion')),
    id text not null,
    valid_until timestamptz not null,
    primary key (partner_id, kind, id)
);
create index saml_used_over on identity.saml_used (valid_until);

call platform.wall('identity.saml_provider', partner => 'partner_id');
call platform.wall('identity.saml_used', partner => 'partner_id');
