-- The key store: a database of its own, on another host where there is one. It holds keys that
-- are wrapped under a root key outside of every database, so its backups alone open nothing.
-- Role wahana_vault reads and writes keys of the tenant that its transaction is bound to; it can
-- delete nothing: a destroyed key leaves its name and commitment.

CREATE TABLE vault.tenant_key (
    tenant_id  uuid        NOT NULL,
    version    integer     NOT NULL CHECK (version >= 1),
    root_id    text        NOT NULL,
    wrapped    bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, version)
);
COMMENT ON TABLE vault.tenant_key IS 'Keys of tenants, wrapped by the root key root_id.';

CREATE TABLE vault.epoch_key (
    tenant_id      uuid        NOT NULL,
    epoch          integer     NOT NULL CHECK (epoch BETWEEN 200001 AND 999912),
    tenant_version integer     NOT NULL,
    wrapped        bytea,
    state          text        NOT NULL CHECK (state IN ('live', 'destroyed')),
    created_at     timestamptz NOT NULL,
    destroyed_at   timestamptz,
    PRIMARY KEY (tenant_id, epoch),
    FOREIGN KEY (tenant_id, tenant_version) REFERENCES vault.tenant_key (tenant_id, version),
    CHECK ((state = 'live') = (wrapped IS NOT NULL)),
    CHECK ((state = 'destroyed') = (destroyed_at IS NOT NULL))
);
COMMENT ON TABLE vault.epoch_key IS
    'One key per tenant and month (202611), wrapped by the tenant''s key; destroying an old one '
    'makes older backups of subject_key worthless.';

CREATE TABLE vault.subject_key (
    tenant_id    uuid        NOT NULL,
    subject      uuid        NOT NULL,
    category     text        NOT NULL CHECK (category ~ '^[a-z][a-z0-9_]{0,31}$'),
    version      integer     NOT NULL CHECK (version >= 1),
    wrapped      bytea,
    epoch        integer     NOT NULL,
    commitment   bytea       NOT NULL CHECK (octet_length(commitment) = 16),
    state        text        NOT NULL CHECK (state IN ('live', 'destroyed')),
    hold         boolean     NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL,
    destroyed_at timestamptz,
    PRIMARY KEY (tenant_id, subject, category, version),
    FOREIGN KEY (tenant_id, epoch) REFERENCES vault.epoch_key (tenant_id, epoch),
    CHECK ((state = 'live') = (wrapped IS NOT NULL)),
    CHECK ((state = 'destroyed') = (destroyed_at IS NOT NULL))
);
COMMENT ON TABLE vault.subject_key IS
    'The key of one subject in one category, wrapped by its epoch''s key; hold bars destroying.';

-- No index on epoch: the monthly re-wrapping walks the tenant's keys once, and with an index every
-- one of its updates would be planned through all keys of the epoch.

ALTER TABLE vault.tenant_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault.tenant_key FORCE ROW LEVEL SECURITY;
ALTER TABLE vault.epoch_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault.epoch_key FORCE ROW LEVEL SECURITY;
ALTER TABLE vault.subject_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault.subject_key FORCE ROW LEVEL SECURITY;

-- The raising form: a session that was never bound to a tenant gets an error, not an empty answer.
CREATE POLICY one_tenant ON vault.tenant_key TO wahana_vault
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY one_tenant ON vault.epoch_key TO wahana_vault
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY one_tenant ON vault.subject_key TO wahana_vault
    USING (tenant_id = current_setting('app.tenant')::uuid);

-- One round trip: binding to the tenant and reading are one call. The setting is local, so it
-- ends with the statement's transaction. Version 0 stands for the newest.
CREATE FUNCTION vault.read_keys(
    for_tenant uuid, subjects uuid[], categories text[], versions integer[]
) RETURNS TABLE (
    ordinal bigint, version integer, wrapped bytea, commitment bytea, epoch integer,
    epoch_wrapped bytea, tenant_version integer, tenant_wrapped bytea, root_id text
) LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('app.tenant', for_tenant::text, true);
    RETURN QUERY
        SELECT w.ordinal, k.version, k.wrapped, k.commitment, k.epoch,
               e.wrapped, e.tenant_version, t.wrapped, t.root_id
          FROM unnest(subjects, categories, versions)
               WITH ORDINALITY AS w (subject, category, version, ordinal)
         CROSS JOIN LATERAL (
               SELECT s.version, s.wrapped, s.commitment, s.epoch
                 FROM vault.subject_key s
                WHERE s.tenant_id = for_tenant AND s.subject = w.subject
                  AND s.category = w.category AND (w.version = 0 OR s.version = w.version)
                ORDER BY s.version DESC
                LIMIT 1) k
          JOIN vault.epoch_key e ON e.tenant_id = for_tenant AND e.epoch = k.epoch
          JOIN vault.tenant_key t
            ON t.tenant_id = for_tenant AND t.version = e.tenant_version;
END
$$;

-- Adds what is missing and reads the winners back, in a new snapshot each, so that a key which
-- another session added meanwhile is seen. The share lock keeps the epoch from being retired
-- while a key is added under it; where nothing is missing, nothing is locked or written.
CREATE FUNCTION vault.ensure_keys(
    for_tenant uuid, subjects uuid[], categories text[], new_wrapped bytea[],
    new_commitments bytea[], in_epoch integer, at timestamptz
) RETURNS TABLE (
    ordinal bigint, version integer, wrapped bytea, commitment bytea, epoch integer,
    epoch_wrapped bytea, tenant_version integer, tenant_wrapped bytea, root_id text
) LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('app.tenant', for_tenant::text, true);
    -- A scalar sub-query, not NOT EXISTS: that becomes a join which walks all keys of the tenant.
    IF EXISTS (
        SELECT FROM unnest(subjects, categories) AS w (subject, category)
         WHERE (SELECT s.version FROM vault.subject_key s
                 WHERE s.tenant_id = for_tenant AND s.subject = w.subject
                   AND s.category = w.category
                 LIMIT 1) IS NULL
    ) THEN
        PERFORM FROM vault.epoch_key e
          WHERE e.tenant_id = for_tenant AND e.epoch = in_epoch AND e.state = 'live'
            FOR SHARE;
        IF FOUND THEN
            -- Sorted: two sessions that add the same keys wait for each other in one direction.
            INSERT INTO vault.subject_key
                   (tenant_id, subject, category, version, wrapped, epoch, commitment, state,
                    created_at)
            SELECT for_tenant, w.subject, w.category, 1, w.wrapped, in_epoch, w.commitment,
                   'live', at
              FROM unnest(subjects, categories, new_wrapped, new_commitments)
                   AS w (subject, category, wrapped, commitment)
             ORDER BY w.subject, w.category
            ON CONFLICT DO NOTHING;
        END IF;
    END IF;
    RETURN QUERY
        SELECT r.ordinal, r.version, r.wrapped, r.commitment, r.epoch, r.epoch_wrapped,
               r.tenant_version, r.tenant_wrapped, r.root_id
          FROM vault.read_keys(
               for_tenant, subjects, categories,
               array_fill(0, ARRAY[cardinality(subjects)])) r;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA vault FROM PUBLIC;
GRANT SELECT, INSERT ON vault.tenant_key TO wahana_vault;
GRANT SELECT, INSERT, UPDATE (wrapped, state, destroyed_at) ON vault.epoch_key TO wahana_vault;
GRANT SELECT, INSERT, UPDATE (wrapped, epoch, state, hold, destroyed_at)
    ON vault.subject_key TO wahana_vault;
GRANT EXECUTE ON FUNCTION vault.read_keys, vault.ensure_keys TO wahana_vault;
