-- Tables of views by version: a new version of a view fills tables of its own beside the old ones,
-- queries follow per tenant, and what nobody reads is dropped (decision 0018).
--
-- This only adds: release 0.1.0, which knows nothing of versions, goes on working beside it with
-- what migration 0003 made (projection_live, view_definition, behind, projection_status, …). Its
-- tables are taken over as they are, as one version of each view.

CREATE SCHEMA reading;
COMMENT ON SCHEMA reading IS
    'What queries read: per table and version of a view its rows, whichever version holds them.';
GRANT USAGE ON SCHEMA reading TO wahana_app_ro, wahana_worker;

CREATE TABLE wahana.view_version (
    view         text NOT NULL,
    version      int NOT NULL CHECK (version >= 1),
    fingerprint  bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    unversioned  boolean NOT NULL DEFAULT false,
    installed_at timestamptz NOT NULL,
    PRIMARY KEY (view, version)
);
COMMENT ON TABLE wahana.view_version IS
    'Installed versions of views: SHA-256 of their tables'' definition. Global: the same for all tenants.';
COMMENT ON COLUMN wahana.view_version.unversioned IS 'Made by release 0.1.0, which has no versions in its names.';

CREATE TABLE wahana.view_table (
    view     text NOT NULL,
    version  int NOT NULL,
    name     text NOT NULL,
    relation text NOT NULL UNIQUE,
    defaults jsonb NOT NULL,
    PRIMARY KEY (view, version, name),
    FOREIGN KEY (view, version) REFERENCES wahana.view_version
);
COMMENT ON TABLE wahana.view_table IS
    'Tables of installed versions of views, by the name that statements use. Global.';
COMMENT ON COLUMN wahana.view_table.defaults IS
    'By column, as SQL: what stands in it for rows of a version that had no such column.';

CREATE TABLE wahana.projection_version (
    tenant_id  uuid NOT NULL,
    view       text NOT NULL,
    version    int NOT NULL,
    generation int NOT NULL,
    serves     boolean NOT NULL,
    PRIMARY KEY (tenant_id, view, version),
    FOREIGN KEY (tenant_id, view, generation) REFERENCES wahana.projection
);
COMMENT ON TABLE wahana.projection_version IS
    'The generation that a version of a view keeps level for a tenant: the switch.';
COMMENT ON COLUMN wahana.projection_version.serves IS
    'Queries read it; until then those of an older version answer.';

CREATE TABLE wahana.reader (
    process_id uuid PRIMARY KEY,
    release    text NOT NULL,
    views      text[] NOT NULL,
    versions   int[] NOT NULL,
    until      timestamptz NOT NULL,
    CHECK (cardinality(views) = cardinality(versions))
) WITH (fillfactor = 50);
COMMENT ON TABLE wahana.reader IS
    'Running processes and the versions of views that they read, each with an end by this clock. Global.';

-- What release 0.1.0 made. It names the tables as they are still called; its versions are those
-- that its code has, or newer ones that something has begun.

INSERT INTO wahana.view_version (view, version, fingerprint, unversioned, installed_at)
SELECT d.view, greatest(
        CASE WHEN d.view IN ('case_file', 'dues', 'fund_book', 'jimpitan', 'person_registry',
            'referral') THEN 2 ELSE 1 END,
        (SELECT max(p.version) FROM wahana.projection p WHERE p.view = d.view)),
    d.fingerprint, true, d.installed_at
FROM wahana.view_definition d;

INSERT INTO wahana.view_table (view, version, name, relation, defaults)
SELECT v.view, v.version, split_part(t.relation, '.', 2), t.relation, '{}'
FROM wahana.view_version v
JOIN wahana.view_definition d ON d.view = v.view
CROSS JOIN unnest(d.tables) AS t (relation);

INSERT INTO wahana.projection_version (tenant_id, view, version, generation, serves)
SELECT l.tenant_id, l.view, v.version, l.generation, true
FROM wahana.projection_live l
JOIN wahana.view_version v ON v.view = l.view;

-- Security.

ALTER TABLE wahana.projection_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.projection_version FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON wahana.projection_version FOR SELECT TO wahana_app_ro
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_work ON wahana.projection_version TO wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY owner_read ON wahana.projection_version FOR SELECT TO wahana_owner USING (true);
-- For wahana.retire_versions, which forgets a version for all tenants.
CREATE POLICY owner_retire ON wahana.projection_version FOR DELETE TO wahana_owner USING (true);
CREATE POLICY owner_retire ON wahana.projection_live FOR DELETE TO wahana_owner USING (true);
CREATE POLICY owner_retire ON wahana.projection FOR DELETE TO wahana_owner USING (true);

GRANT SELECT ON wahana.projection_version TO wahana_app_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON wahana.projection_version TO wahana_worker;
GRANT SELECT ON wahana.view_version, wahana.view_table TO wahana_app_ro, wahana_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON wahana.reader TO wahana_worker;

-- Across tenants, for the worker alone: which generations of the views $1 at the versions $2 have
-- events to apply or wait for their switch, and since when the next event waits. generation is NULL
-- where a tenant has not begun the version.

CREATE FUNCTION wahana.followed(text[], int[])
    RETURNS TABLE (
        tenant_id uuid, view text, generation int, serves boolean, state text, "position" bigint,
        head bigint, waiting_since timestamptz
    )
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = on SET enable_hashjoin = on
AS $$
    SELECT h.tenant_id, w.name, v.generation, coalesce(v.serves, false), coalesce(p.state, 'live'),
        coalesce(p.position, 0), h.head,
        (SELECT e.recorded_at FROM wahana.event e
            WHERE e.tenant_id = h.tenant_id AND e.position = coalesce(p.position, 0) + 1)
    FROM unnest($1, $2) AS w (name, version)
    CROSS JOIN wahana.tenant_head h
    LEFT JOIN wahana.projection_version v
        ON v.tenant_id = h.tenant_id AND v.view = w.name AND v.version = w.version
    LEFT JOIN wahana.projection p
        ON p.tenant_id = v.tenant_id AND p.view = v.view AND p.generation = v.generation
    WHERE h.head > coalesce(p.position, 0) OR NOT v.serves
$$;
COMMENT ON FUNCTION wahana.followed(text[], int[]) IS
    'Generations of versions of views with events to apply (or stopped, or to be switched), of all tenants.';

-- The same for the few tenants that a wake-up named ($3): index probes only.
CREATE FUNCTION wahana.followed(text[], int[], uuid[])
    RETURNS TABLE (
        tenant_id uuid, view text, generation int, serves boolean, state text, "position" bigint,
        head bigint, waiting_since timestamptz
    )
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
    SELECT h.tenant_id, w.name, v.generation, coalesce(v.serves, false), coalesce(p.state, 'live'),
        coalesce(p.position, 0), h.head,
        (SELECT e.recorded_at FROM wahana.event e
            WHERE e.tenant_id = h.tenant_id AND e.position = coalesce(p.position, 0) + 1)
    FROM unnest($3) AS t (tenant_id)
    JOIN wahana.tenant_head h ON h.tenant_id = t.tenant_id
    CROSS JOIN unnest($1, $2) AS w (name, version)
    LEFT JOIN wahana.projection_version v
        ON v.tenant_id = h.tenant_id AND v.view = w.name AND v.version = w.version
    LEFT JOIN wahana.projection p
        ON p.tenant_id = v.tenant_id AND p.view = v.view AND p.generation = v.generation
    WHERE h.head > coalesce(p.position, 0) OR NOT v.serves
$$;
COMMENT ON FUNCTION wahana.followed(text[], int[], uuid[]) IS 'As followed(text[], int[]), for some tenants.';

-- Every generation of the views $1 of all tenants (of the tenant $3, unless it is NULL). answers:
-- the one that queries of the version in $2 read; follows: the one that this version keeps level.
-- A version that a tenant has not begun stands there as generation 0.
CREATE FUNCTION wahana.view_status(text[], int[], uuid)
    RETURNS TABLE (
        tenant_id uuid, view text, generation int, answers boolean, follows boolean, version int,
        state text, "position" bigint, head bigint, waiting_since timestamptz,
        stopped_position bigint, error text
    )
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = on SET enable_hashjoin = on
AS $$
    SELECT h.tenant_id, w.name, coalesce(p.generation, 0),
        coalesce(p.generation = a.generation, p.generation IS NULL),
        coalesce(p.generation = v.generation, p.generation IS NULL),
        coalesce(p.version, 0), coalesce(p.state, 'live'), coalesce(p.position, 0), h.head,
        (SELECT e.recorded_at FROM wahana.event e
            WHERE e.tenant_id = h.tenant_id AND e.position = coalesce(p.position, 0) + 1),
        p.stopped_position, p.error
    FROM wahana.tenant_head h
    CROSS JOIN unnest($1, $2) AS w (name, version)
    LEFT JOIN wahana.projection p ON p.tenant_id = h.tenant_id AND p.view = w.name
    LEFT JOIN wahana.projection_version v
        ON v.tenant_id = h.tenant_id AND v.view = w.name AND v.version = w.version
    LEFT JOIN LATERAL (
        SELECT x.generation FROM wahana.projection_version x
        WHERE x.tenant_id = h.tenant_id AND x.view = w.name AND x.version <= w.version AND x.serves
        ORDER BY x.version DESC LIMIT 1
    ) a ON true
    WHERE $3 IS NULL OR h.tenant_id = $3
    ORDER BY w.name, h.tenant_id, p.generation
$$;
COMMENT ON FUNCTION wahana.view_status(text[], int[], uuid) IS
    'State and lag of every generation of the views, and which answers at a version.';

REVOKE ALL ON FUNCTION wahana.followed(text[], int[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.followed(text[], int[], uuid[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.view_status(text[], int[], uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wahana.followed(text[], int[]) TO wahana_worker;
GRANT EXECUTE ON FUNCTION wahana.followed(text[], int[], uuid[]) TO wahana_worker;
GRANT EXECUTE ON FUNCTION wahana.view_status(text[], int[], uuid) TO wahana_worker;
