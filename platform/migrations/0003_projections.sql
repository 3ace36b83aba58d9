-- Checkpoints of views, leases of workers, what people did about views, and the generic
-- treatment of view tables. The tables of the views themselves are not made by migrations but
-- from each view's table.sql (platform/installation.py), in the schema "view".

COMMENT ON SCHEMA view IS 'Tables of the views; every key starts with tenant_id, generation.';
GRANT USAGE ON SCHEMA view TO wahana_app_ro, wahana_worker;

-- One row per generation of a view of a tenant. The row is the lock of its generation: whoever
-- applies a batch takes it first, in the transaction that writes the view.
CREATE TABLE wahana.projection (
    tenant_id        uuid NOT NULL,
    view             text NOT NULL,
    generation       int NOT NULL CHECK (generation >= 1),
    version          int NOT NULL CHECK (version >= 1),
    position         bigint NOT NULL DEFAULT 0 CHECK (position >= 0),
    state            text NOT NULL CHECK (state IN ('building', 'live', 'retired', 'stopped')),
    stopped_position bigint,
    error            text CHECK (length(error) <= 500),
    updated_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, view, generation),
    CHECK ((state = 'stopped') = (stopped_position IS NOT NULL)),
    CHECK ((state = 'stopped') = (error IS NOT NULL)),
    CHECK (stopped_position = position + 1)
) WITH (fillfactor = 50);
COMMENT ON TABLE wahana.projection IS 'Checkpoint of each generation of each view of a tenant.';
COMMENT ON COLUMN wahana.projection.version IS 'View.version of the code that began it.';
COMMENT ON COLUMN wahana.projection.error IS 'Class and place of the error; never its message.';

CREATE TABLE wahana.projection_live (
    tenant_id  uuid NOT NULL,
    view       text NOT NULL,
    generation int NOT NULL,
    PRIMARY KEY (tenant_id, view),
    FOREIGN KEY (tenant_id, view, generation) REFERENCES wahana.projection
);
COMMENT ON TABLE wahana.projection_live IS 'The generation that queries read: the switch.';

CREATE TABLE wahana.projection_act (
    tenant_id   uuid NOT NULL,
    view        text NOT NULL,
    generation  int NOT NULL,
    act_id      uuid NOT NULL,
    act         text NOT NULL CHECK (act IN ('rebuild', 'switch', 'drop', 'replay', 'discard')),
    position    bigint NOT NULL,
    by_whom     text NOT NULL CHECK (length(by_whom) BETWEEN 1 AND 100),
    reason      text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    differences bigint,
    at          timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, view, generation, act_id)
);
COMMENT ON TABLE wahana.projection_act IS 'What a named person did to a view, and why; append-only.';
COMMENT ON COLUMN wahana.projection_act.position IS 'Checkpoint at that time; for replay and discard the event.';
COMMENT ON COLUMN wahana.projection_act.differences IS 'Rows that differed from the live generation, where compared.';

CREATE TABLE wahana.lease (
    view   text NOT NULL,
    bucket int NOT NULL,
    holder uuid NOT NULL,
    until  timestamptz NOT NULL,
    PRIMARY KEY (view, bucket)
) WITH (fillfactor = 50);
COMMENT ON TABLE wahana.lease IS 'Which worker works on which tenants of a view. Global: a bucket spans tenants.';

CREATE TABLE wahana.view_definition (
    view         text PRIMARY KEY,
    fingerprint  bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    tables       text[] NOT NULL,
    installed_at timestamptz NOT NULL
);
COMMENT ON TABLE wahana.view_definition IS 'Installed views: SHA-256 of table.sql, and its tables. Global: the same for all tenants.';

-- Security. The owner may read checkpoints of all tenants, for the two functions below.

ALTER TABLE wahana.projection ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.projection FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON wahana.projection FOR SELECT TO wahana_app_ro
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_work ON wahana.projection TO wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY owner_read ON wahana.projection FOR SELECT TO wahana_owner USING (true);

ALTER TABLE wahana.projection_live ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.projection_live FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON wahana.projection_live FOR SELECT TO wahana_app_ro
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_work ON wahana.projection_live TO wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY owner_read ON wahana.projection_live FOR SELECT TO wahana_owner USING (true);

ALTER TABLE wahana.projection_act ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.projection_act FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON wahana.projection_act FOR SELECT TO wahana_app_ro, wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_insert ON wahana.projection_act FOR INSERT TO wahana_worker
    WITH CHECK (tenant_id = current_setting('app.tenant')::uuid);

GRANT SELECT ON wahana.projection, wahana.projection_live, wahana.projection_act TO wahana_app_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON wahana.projection, wahana.projection_live TO wahana_worker;
GRANT SELECT, INSERT ON wahana.projection_act TO wahana_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON wahana.lease TO wahana_worker;
GRANT SELECT ON wahana.view_definition TO wahana_app_ro, wahana_worker;

-- Across tenants: whose live generation has events to apply, and since when the next one waits.
-- For the worker alone; generation is NULL where a tenant has not begun a view. $1 names of views,
-- $2 their versions: an older release leaves newer generations alone.

CREATE FUNCTION wahana.behind(text[], int[])
    RETURNS TABLE (
        tenant_id uuid, view text, generation int, state text, "position" bigint, head bigint,
        waiting_since timestamptz
    )
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = on SET enable_hashjoin = on
AS $$
    SELECT h.tenant_id, v.name, l.generation, coalesce(p.state, 'live'), coalesce(p.position, 0), h.head,
        (SELECT e.recorded_at FROM wahana.event e
            WHERE e.tenant_id = h.tenant_id AND e.position = coalesce(p.position, 0) + 1)
    FROM unnest($1, $2) AS v (name, version)
    CROSS JOIN wahana.tenant_head h
    LEFT JOIN wahana.projection_live l ON l.tenant_id = h.tenant_id AND l.view = v.name
    LEFT JOIN wahana.projection p
        ON p.tenant_id = l.tenant_id AND p.view = l.view AND p.generation = l.generation
    WHERE h.head > coalesce(p.position, 0) AND coalesce(p.version, 0) <= v.version
$$;
COMMENT ON FUNCTION wahana.behind(text[], int[]) IS
    'Live generations of views with events to apply (or stopped), of all tenants.';

-- The same for the few tenants that a wake-up named ($3): index probes only.
CREATE FUNCTION wahana.behind(text[], int[], uuid[])
    RETURNS TABLE (
        tenant_id uuid, view text, generation int, state text, "position" bigint, head bigint,
        waiting_since timestamptz
    )
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
    SELECT h.tenant_id, v.name, l.generation, coalesce(p.state, 'live'), coalesce(p.position, 0), h.head,
        (SELECT e.recorded_at FROM wahana.event e
            WHERE e.tenant_id = h.tenant_id AND e.position = coalesce(p.position, 0) + 1)
    FROM unnest($3) AS t (tenant_id)
    JOIN wahana.tenant_head h ON h.tenant_id = t.tenant_id
    CROSS JOIN unnest($1, $2) AS v (name, version)
    LEFT JOIN wahana.projection_live l ON l.tenant_id = h.tenant_id AND l.view = v.name
    LEFT JOIN wahana.projection p
        ON p.tenant_id = l.tenant_id AND p.view = l.view AND p.generation = l.generation
    WHERE h.head > coalesce(p.position, 0) AND coalesce(p.version, 0) <= v.version
$$;
COMMENT ON FUNCTION wahana.behind(text[], int[], uuid[]) IS 'As behind(text[], int[]), for some tenants.';

-- Tenants whose log has grown after an instant: the cheap look between two looks at everything.
CREATE FUNCTION wahana.grown_since(timestamptz) RETURNS TABLE (tenant_id uuid, last_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = on
AS $$
    SELECT h.tenant_id, h.last_at FROM wahana.tenant_head h WHERE h.last_at > $1
$$;
COMMENT ON FUNCTION wahana.grown_since(timestamptz) IS 'Tenants with events recorded after an instant.';

-- Every generation of the views $1 of all tenants (of the tenant $2, unless it is NULL), with how
-- long its next event has waited. A view that a tenant has not begun stands there as generation 0.
CREATE FUNCTION wahana.projection_status(text[], uuid)
    RETURNS TABLE (
        tenant_id uuid, view text, generation int, is_live boolean, version int, state text,
        "position" bigint, head bigint, waiting_since timestamptz, stopped_position bigint, error text
    )
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = on SET enable_hashjoin = on
AS $$
    SELECT h.tenant_id, v.name, coalesce(p.generation, 0), coalesce(p.generation = l.generation, true),
        coalesce(p.version, 0), coalesce(p.state, 'live'), coalesce(p.position, 0), h.head,
        (SELECT e.recorded_at FROM wahana.event e
            WHERE e.tenant_id = h.tenant_id AND e.position = coalesce(p.position, 0) + 1),
        p.stopped_position, p.error
    FROM wahana.tenant_head h
    CROSS JOIN unnest($1) AS v (name)
    LEFT JOIN wahana.projection p ON p.tenant_id = h.tenant_id AND p.view = v.name
    LEFT JOIN wahana.projection_live l ON l.tenant_id = h.tenant_id AND l.view = v.name
    WHERE $2 IS NULL OR h.tenant_id = $2
    ORDER BY v.name, h.tenant_id, p.generation
$$;
COMMENT ON FUNCTION wahana.projection_status(text[], uuid) IS 'State and lag of every generation of the views.';

REVOKE ALL ON FUNCTION wahana.behind(text[], int[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.behind(text[], int[], uuid[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.grown_since(timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.projection_status(text[], uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wahana.behind(text[], int[]) TO wahana_worker;
GRANT EXECUTE ON FUNCTION wahana.behind(text[], int[], uuid[]) TO wahana_worker;
GRANT EXECUTE ON FUNCTION wahana.grown_since(timestamptz) TO wahana_worker;
GRANT EXECUTE ON FUNCTION wahana.projection_status(text[], uuid) TO wahana_worker;

-- View tables. These compose SQL from the catalogue, because they must fit every view. The two
-- for the worker run with its own rights, so row-level security holds for them as for it.

CREATE FUNCTION wahana.protect_view_table(p_table regclass) RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_index record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_index WHERE indrelid = p_table AND indisprimary) THEN
        RAISE EXCEPTION 'view table % has no primary key', p_table
            USING HINT = 'Give it PRIMARY KEY (tenant_id, generation, ...).';
    END IF;
    FOR v_index IN
        SELECT i.indexrelid::regclass AS name, (
            SELECT array_agg(a.attname::text ORDER BY k.n)
            FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, n)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE k.n <= 2
        ) AS head
        FROM pg_index i WHERE i.indrelid = p_table AND i.indisunique
    LOOP
        IF v_index.head IS DISTINCT FROM ARRAY['tenant_id', 'generation'] THEN
            RAISE EXCEPTION 'unique index % of view table % starts with %', v_index.name, p_table, v_index.head
                USING HINT = 'Every unique key of a view starts with tenant_id, generation.';
        END IF;
    END LOOP;
    IF 2 <> (SELECT count(*) FROM pg_attribute WHERE attrelid = p_table AND attnotnull
            AND (attname, atttypid) IN (('tenant_id', 'uuid'::regtype), ('generation', 'int'::regtype))) THEN
        RAISE EXCEPTION 'view table % has other columns tenant_id, generation than it must', p_table
            USING HINT = 'Write tenant_id uuid NOT NULL, generation int NOT NULL.';
    END IF;
    -- A table that is protected already is left alone: no lock on it while it is in use.
    IF (SELECT c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c WHERE c.oid = p_table)
        AND 2 = (SELECT count(*) FROM pg_policy WHERE polrelid = p_table
            AND polname IN ('tenant_read', 'tenant_work'))
        AND 2 = (SELECT count(*) FROM pg_policy WHERE polrelid = p_table) THEN
        RETURN;
    END IF;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', p_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', p_table);
    EXECUTE format('DROP POLICY IF EXISTS tenant_read ON %s', p_table);
    EXECUTE format('DROP POLICY IF EXISTS tenant_work ON %s', p_table);
    EXECUTE format('CREATE POLICY tenant_read ON %s FOR SELECT TO wahana_app_ro '
        'USING (tenant_id = current_setting(''app.tenant'')::uuid)', p_table);
    EXECUTE format('CREATE POLICY tenant_work ON %s TO wahana_worker '
        'USING (tenant_id = current_setting(''app.tenant'')::uuid) '
        'WITH CHECK (tenant_id = current_setting(''app.tenant'')::uuid)', p_table);
    EXECUTE format('GRANT SELECT ON %s TO wahana_app_ro', p_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO wahana_worker', p_table);
END;
$$;
COMMENT ON FUNCTION wahana.protect_view_table(regclass) IS 'Refuse a table that is not keyed by tenant and generation; else row security and grants.';

CREATE FUNCTION wahana.compare_generations(p_tenant uuid, p_view text, p_old int, p_new int)
    RETURNS TABLE (table_name text, only_old bigint, only_new bigint, sample_key text)
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table text;
    v_columns text;
    v_key text;
BEGIN
    FOR v_table IN SELECT unnest(d.tables) FROM wahana.view_definition d WHERE d.view = p_view LOOP
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO v_columns
        FROM pg_attribute a
        WHERE a.attrelid = v_table::regclass AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attname <> 'generation';
        -- Only the key is shown: its columns are ids, codes and positions, never a name.
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.n) INTO v_key
        FROM pg_index i
        CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, n)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
        WHERE i.indrelid = v_table::regclass AND i.indisprimary
            AND k.n <= i.indnkeyatts AND a.attname NOT IN ('tenant_id', 'generation');
        table_name := v_table;
        EXECUTE format(
            'WITH old AS (SELECT %1$s FROM %2$s WHERE tenant_id = $1 AND generation = $2), '
            'new AS (SELECT %1$s FROM %2$s WHERE tenant_id = $1 AND generation = $3), '
            'gone AS (SELECT * FROM old EXCEPT ALL SELECT * FROM new), '
            'come AS (SELECT * FROM new EXCEPT ALL SELECT * FROM old) '
            'SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM come), '
            '(SELECT ROW(%3$s)::text FROM (SELECT * FROM gone UNION ALL SELECT * FROM come) x LIMIT 1)',
            v_columns, v_table, v_key)
        INTO only_old, only_new, sample_key USING p_tenant, p_old, p_new;
        RETURN NEXT;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION wahana.compare_generations(uuid, text, int, int) IS 'Rows of each table that stand in one generation only, over all columns but generation.';

CREATE FUNCTION wahana.delete_generation(p_tenant uuid, p_view text, p_generation int, p_rows int)
    RETURNS bigint
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table text;
    v_deleted bigint;
    v_total bigint := 0;
BEGIN
    FOR v_table IN SELECT unnest(d.tables) FROM wahana.view_definition d WHERE d.view = p_view LOOP
        EXECUTE format(
            'DELETE FROM %1$s WHERE ctid = ANY (ARRAY('
            'SELECT ctid FROM %1$s WHERE tenant_id = $1 AND generation = $2 LIMIT $3)) '
            'AND tenant_id = $1 AND generation = $2', v_table)
        USING p_tenant, p_generation, p_rows;
        GET DIAGNOSTICS v_deleted = ROW_COUNT;
        v_total := v_total + v_deleted;
    END LOOP;
    RETURN v_total;
END;
$$;
COMMENT ON FUNCTION wahana.delete_generation(uuid, text, int, int) IS 'Delete up to so many rows per table of a generation; 0 when nothing is left.';

REVOKE ALL ON FUNCTION wahana.protect_view_table(regclass) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.compare_generations(uuid, text, int, int) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.delete_generation(uuid, text, int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wahana.compare_generations(uuid, text, int, int) TO wahana_worker;
GRANT EXECUTE ON FUNCTION wahana.delete_generation(uuid, text, int, int) TO wahana_worker;
