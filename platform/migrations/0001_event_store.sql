-- The event store: one counter row per tenant, its events, its idempotency keys, and the one
-- function that writes them.
--
-- Whoever appends locks the tenant's counter row first, so lock order = commit order = position
-- order: a reader that asks for "position > n" never misses an event, and positions have no gaps.
-- Nobody holds INSERT, UPDATE, DELETE or TRUNCATE on these tables; wahana.append runs as their
-- owner, who is exempt from row-level security (ENABLE without FORCE). No sequence and no trigger
-- stands here, and every name is qualified, so that the schema can be distributed by tenant.

CREATE TABLE wahana.tenant_head (
    tenant_id uuid PRIMARY KEY,
    head      bigint NOT NULL DEFAULT 0 CHECK (head >= 0),
    last_at   timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 10);
COMMENT ON TABLE wahana.tenant_head IS
    'Last position and last recorded_at of each tenant; its row lock orders the tenant''s appends.';

CREATE TABLE wahana.event (
    tenant_id      uuid NOT NULL,
    position       bigint NOT NULL CHECK (position >= 1),
    event_id       uuid NOT NULL,
    stream_id      uuid NOT NULL,
    version        integer NOT NULL CHECK (version >= 1),
    topic          text COLLATE "C" NOT NULL
        CHECK (topic ~ '^[a-z][a-z0-9_.-]*$' AND length(topic) <= 100),
    schema_version integer NOT NULL CHECK (schema_version >= 1),
    actor_id       uuid NOT NULL,
    recorded_at    timestamptz NOT NULL,
    meta           bytea NOT NULL CHECK (octet_length(meta) BETWEEN 2 AND 65536),
    payload        bytea NOT NULL CHECK (octet_length(payload) BETWEEN 2 AND 1048576),
    PRIMARY KEY (tenant_id, position),
    UNIQUE (tenant_id, stream_id, version)
);
COMMENT ON TABLE wahana.event IS
    'Every event, for ever, byte for byte as it was written. position is gapless per tenant.';

CREATE TABLE wahana.command_log (
    tenant_id      uuid NOT NULL,
    client         uuid NOT NULL,
    key            text COLLATE "C" NOT NULL
        -- Printable ASCII. The bound stands apart: a counted repetition costs 40 µs per row.
        CHECK (key ~ '^[ -~]+$' AND length(key) <= 200),
    digest         bytea NOT NULL CHECK (octet_length(digest) = 32),
    first_position bigint NOT NULL CHECK (first_position >= 1),
    last_position  bigint NOT NULL CHECK (last_position >= first_position),
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, client, key)
);
COMMENT ON TABLE wahana.command_log IS
    'Idempotency keys that were accepted, for ever: HMAC of the command and its first result.';

-- Last position per named follower, for those that keep no projection checkpoint.
CREATE TABLE wahana.tracking (
    tenant_id uuid NOT NULL,
    name      text COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    position  bigint NOT NULL,
    PRIMARY KEY (tenant_id, name)
);
COMMENT ON TABLE wahana.tracking IS 'Last position that a named follower of the log has handled.';

ALTER TABLE wahana.tenant_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.command_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.tracking ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.tracking FORCE ROW LEVEL SECURITY;

-- A setting that was never made raises an error instead of giving an empty answer.
CREATE POLICY tenant_read ON wahana.tenant_head FOR SELECT TO wahana_app_ro, wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_read ON wahana.event FOR SELECT TO wahana_app_ro, wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_read ON wahana.command_log FOR SELECT TO wahana_app_ro, wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_read ON wahana.tracking FOR SELECT TO wahana_app_ro
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_work ON wahana.tracking FOR ALL TO wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('app.tenant')::uuid);

GRANT SELECT ON wahana.tenant_head, wahana.event, wahana.command_log, wahana.tracking
    TO wahana_app_ro, wahana_worker;
GRANT INSERT, UPDATE ON wahana.tracking TO wahana_worker;

-- The clock of the log. Only the owner can replace it; tests do, in databases of their own.
CREATE FUNCTION wahana.now() RETURNS timestamptz
    LANGUAGE sql VOLATILE
    RETURN clock_timestamp();

CREATE FUNCTION wahana.open_log(p_tenant uuid) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO wahana.tenant_head (tenant_id) VALUES (p_tenant) ON CONFLICT DO NOTHING;
$$;
COMMENT ON FUNCTION wahana.open_log IS 'Opens the log of a new tenant; once it is open, does nothing.';

CREATE TYPE wahana.append_outcome AS (
    outcome        text,          -- appended | duplicate | conflict
    first_position bigint,        -- appended, duplicate: of the first acceptance
    last_position  bigint,
    recorded_at    timestamptz,   -- of the first event
    same           boolean,       -- duplicate: whether the digest is the same
    stream_id      uuid,          -- conflict: the first stream that has moved
    expected       integer,
    actual         integer
);

-- Refuses what no state of the log could accept; gives the ordinal of each command's last event
-- and the ordinals at which the events of another stream begin.
CREATE FUNCTION wahana.append_shape(
    p_counts integer[], p_streams uuid[], p_versions integer[],
    OUT lasts integer[], OUT runs integer[]
)
    LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
    v_count integer;
    v_first integer := 1;
BEGIN
    lasts := '{}';
    runs := '{}';
    FOREACH v_count IN ARRAY p_counts LOOP
        IF v_count < 1 OR v_count IS NULL THEN
            RAISE EXCEPTION 'a command has at least one event' USING ERRCODE = 'WH002';
        END IF;
        FOR n IN v_first .. v_first + v_count - 1 LOOP
            IF n > v_first AND p_streams[n] = p_streams[n - 1] THEN
                IF p_versions[n] <> p_versions[n - 1] + 1 THEN
                    RAISE EXCEPTION 'stream % goes from version % to % within one command',
                        p_streams[n], p_versions[n - 1], p_versions[n] USING ERRCODE = 'WH002';
                END IF;
            ELSIF n > v_first AND p_streams[n] = ANY (p_streams[v_first : n - 1]) THEN
                RAISE EXCEPTION 'the events of stream % do not stand together', p_streams[n]
                    USING ERRCODE = 'WH002';
            ELSE
                runs := runs || n;
            END IF;
        END LOOP;
        v_first := v_first + v_count;
        lasts := lasts || (v_first - 1);
    END LOOP;
    IF v_first - 1 <> cardinality(p_streams) THEN
        RAISE EXCEPTION '% events are counted, % are given', v_first - 1, cardinality(p_streams)
            USING ERRCODE = 'WH002';
    END IF;
END;
$$;

-- What stands against one command (number p_command, events p_from to p_to) in the state as it
-- is now: no row means it may be written. A used key goes before a stale version, because a
-- retry of an accepted command is stale by its own events.
CREATE FUNCTION wahana.append_judge(
    p_tenant uuid, p_client uuid, p_key text, p_digest bytea,
    p_command integer, p_from integer, p_to integer,
    p_guard_commands integer[], p_guard_streams uuid[], p_guard_versions integer[],
    p_runs integer[], p_streams uuid[], p_versions integer[]
) RETURNS SETOF wahana.append_outcome
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    RETURN QUERY
        SELECT 'duplicate', c.first_position, c.last_position, c.recorded_at,
            c.digest = p_digest, NULL::uuid, NULL::integer, NULL::integer
        FROM wahana.command_log c
        WHERE c.tenant_id = p_tenant AND c.client = p_client AND c.key = p_key;
    IF FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT 'conflict', NULL::bigint, NULL::bigint, NULL::timestamptz, NULL::boolean,
            w.stream_id, w.expected, a.actual
        FROM (
            SELECT p_streams[r.n] AS stream_id, p_versions[r.n] - 1 AS expected
            FROM unnest(p_runs) AS r (n)
            WHERE r.n BETWEEN p_from AND p_to
            UNION ALL
            SELECT g.stream_id, g.version
            FROM unnest(p_guard_commands, p_guard_streams, p_guard_versions)
                AS g (command, stream_id, version)
            WHERE g.command = p_command
        ) AS w
        CROSS JOIN LATERAL (
            SELECT coalesce((
                SELECT e.version FROM wahana.event e
                WHERE e.tenant_id = p_tenant AND e.stream_id = w.stream_id
                ORDER BY e.version DESC LIMIT 1
            ), 0) AS actual
        ) AS a
        WHERE a.actual <> w.expected
        LIMIT 1;
END;
$$;

-- Writes the events p_from to p_to as the positions after p_head, the first of them at p_at.
CREATE FUNCTION wahana.append_events(
    p_tenant uuid, p_head bigint, p_at timestamptz, p_from integer, p_to integer,
    p_event_ids uuid[], p_streams uuid[], p_versions integer[], p_topics text[],
    p_schemas integer[], p_actors uuid[], p_metas bytea[], p_payloads bytea[]
) RETURNS void
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    INSERT INTO wahana.event (
        tenant_id, position, event_id, stream_id, version, topic,
        schema_version, actor_id, recorded_at, meta, payload
    )
    SELECT p_tenant, p_head + (n - p_from + 1), p_event_ids[n], p_streams[n], p_versions[n],
        p_topics[n], p_schemas[n], p_actors[n],
        p_at + (n - p_from) * interval '1 microsecond', p_metas[n], p_payloads[n]
    FROM generate_series(p_from, p_to) AS n;
END;
$$;

-- Appends a batch of commands to the log of one tenant; one row per command, in order.
--
--   p_clients, p_keys, p_digests, p_counts   per command: idempotency key (client and text),
--                                            HMAC of the command, number of its events
--   p_guard_*                                per guard: number of its command (from 1), stream,
--                                            version the stream must have (0: not there)
--   p_event_ids … p_payloads                 per event, those of the first command first
--
-- 1. Lock the tenant's row. 2. Write all events, keys and the head in one sub-transaction and
-- look whether every stream was where its command expected it. 3. Only if something is in the
-- way, take it back and go command by command, each in the state that the ones before it left:
-- so the result is always that of writing them one after the other. A conflict or a duplicate
-- takes no position. Errors: WH001 the tenant has no log, WH002 a batch no log could accept.
CREATE FUNCTION wahana.append(
    p_tenant uuid,
    p_clients uuid[], p_keys text[], p_digests bytea[], p_counts integer[],
    p_guard_commands integer[], p_guard_streams uuid[], p_guard_versions integer[],
    p_event_ids uuid[], p_streams uuid[], p_versions integer[], p_topics text[],
    p_schemas integer[], p_actors uuid[], p_metas bytea[], p_payloads bytea[]
) RETURNS SETOF wahana.append_outcome
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_generic_plan
    SET enable_sort = off
    SET enable_seqscan = off
AS $$
DECLARE
    v_lasts integer[];
    v_runs  integer[];
    v_head  bigint;
    v_at    timestamptz;
    v_first integer;
    v_outcome wahana.append_outcome;
BEGIN
    SELECT s.lasts, s.runs INTO v_lasts, v_runs
        FROM wahana.append_shape(p_counts, p_streams, p_versions) AS s;

    SELECT h.head, h.last_at INTO v_head, v_at
        FROM wahana.tenant_head h WHERE h.tenant_id = p_tenant FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'tenant % has no log', p_tenant
            USING ERRCODE = 'WH001', HINT = 'Add the tenant first: wahana tenant add.';
    END IF;
    -- A statement of its own: under the lock, and never before the last event.
    v_at := greatest(wahana.now(), v_at + interval '1 microsecond');

    BEGIN
        PERFORM wahana.append_events(p_tenant, v_head, v_at, 1, cardinality(p_streams),
            p_event_ids, p_streams, p_versions, p_topics, p_schemas, p_actors, p_metas, p_payloads);
        INSERT INTO wahana.command_log
            (tenant_id, client, key, digest, first_position, last_position, recorded_at)
        SELECT p_tenant, c.client, c.key, c.digest, v_head + c.last - c.count + 1, v_head + c.last,
            v_at + (c.last - c.count) * interval '1 microsecond'
        FROM unnest(p_clients, p_keys, p_digests, p_counts, v_lasts)
            AS c (client, key, digest, count, last);
        UPDATE wahana.tenant_head SET
            head = v_head + cardinality(p_streams),
            last_at = v_at + (cardinality(p_streams) - 1) * interval '1 microsecond'
        WHERE tenant_id = p_tenant;
        -- The predecessor is a correlated sub-select on purpose: a join or NOT EXISTS makes the
        -- planner take the key by position and filter, a thousand times slower on a new tenant.
        IF EXISTS (
            SELECT FROM unnest(v_runs) AS r (n)
            WHERE NOT coalesce((
                SELECT e.version = p_versions[r.n] - 1 AND e.position < v_head + r.n
                FROM wahana.event e
                WHERE e.tenant_id = p_tenant AND e.stream_id = p_streams[r.n]
                    AND e.version < p_versions[r.n]
                ORDER BY e.version DESC LIMIT 1
            ), p_versions[r.n] = 1)
        ) OR EXISTS (
            SELECT FROM unnest(p_guard_streams, p_guard_versions) AS g (stream_id, version)
            WHERE g.stream_id = ANY (p_streams) OR g.version <> coalesce((
                SELECT e.version FROM wahana.event e
                WHERE e.tenant_id = p_tenant AND e.stream_id = g.stream_id
                ORDER BY e.version DESC LIMIT 1
            ), 0)
        ) THEN
            RAISE unique_violation;
        END IF;
        RETURN QUERY
            SELECT 'appended', v_head + c.last - c.count + 1, v_head + c.last,
                v_at + (c.last - c.count) * interval '1 microsecond',
                NULL::boolean, NULL::uuid, NULL::integer, NULL::integer
            FROM unnest(p_counts, v_lasts) AS c (count, last);
        RETURN;
    EXCEPTION WHEN unique_violation THEN
        NULL;
    END;

    FOR c IN 1 .. cardinality(p_counts) LOOP
        v_first := v_lasts[c] - p_counts[c] + 1;
        SELECT j.* INTO v_outcome FROM wahana.append_judge(
            p_tenant, p_clients[c], p_keys[c], p_digests[c], c, v_first, v_lasts[c],
            p_guard_commands, p_guard_streams, p_guard_versions, v_runs, p_streams, p_versions) AS j;
        IF NOT FOUND THEN
            PERFORM wahana.append_events(p_tenant, v_head, v_at, v_first, v_lasts[c],
                p_event_ids, p_streams, p_versions, p_topics, p_schemas, p_actors, p_metas,
                p_payloads);
            INSERT INTO wahana.command_log
                (tenant_id, client, key, digest, first_position, last_position, recorded_at)
            VALUES (p_tenant, p_clients[c], p_keys[c], p_digests[c],
                v_head + 1, v_head + p_counts[c], v_at);
            v_outcome := ROW('appended', v_head + 1, v_head + p_counts[c], v_at,
                NULL, NULL, NULL, NULL);
            v_head := v_head + p_counts[c];
            v_at := v_at + p_counts[c] * interval '1 microsecond';
        END IF;
        RETURN NEXT v_outcome;
    END LOOP;
    UPDATE wahana.tenant_head SET head = v_head, last_at = v_at - interval '1 microsecond'
        WHERE tenant_id = p_tenant AND head < v_head;
END;
$$;

REVOKE ALL ON FUNCTION wahana.now, wahana.open_log, wahana.append_shape, wahana.append_judge,
    wahana.append_events, wahana.append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wahana.open_log TO wahana_app_rw;
GRANT EXECUTE ON FUNCTION wahana.append TO wahana_app_rw, wahana_worker;
