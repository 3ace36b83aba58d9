-- Process managers are no views any more: their positions are trackings, and what they have still
-- to do stands in work lists of their own. Those of a running deployment are carried over.

-- How far a follower has got, and the event it is stopped before, if it is.
ALTER TABLE wahana.tracking
    ADD COLUMN stopped_position bigint,
    ADD COLUMN error text CHECK (length(error) <= 500),
    ADD CHECK ((stopped_position IS NULL) = (error IS NULL)),
    ADD CHECK (stopped_position = position + 1);
COMMENT ON COLUMN wahana.tracking.stopped_position IS 'The event that the follower cannot handle.';
COMMENT ON COLUMN wahana.tracking.error IS 'Class and place of the error; never its message.';
-- For the functions below.
CREATE POLICY owner_read ON wahana.tracking FOR SELECT TO wahana_owner USING (true);

CREATE TABLE wahana.process_item (
    tenant_id uuid NOT NULL,
    process   text COLLATE "C" NOT NULL CHECK (length(process) BETWEEN 1 AND 200),
    item_id   uuid NOT NULL,
    due       date,
    PRIMARY KEY (tenant_id, process, item_id)
);
COMMENT ON TABLE wahana.process_item IS 'What a process manager has still to do about a stream; no history.';
COMMENT ON COLUMN wahana.process_item.due IS 'First day on which there is something to do.';
CREATE INDEX process_item_by_day ON wahana.process_item (tenant_id, process, due, item_id)
    WHERE due IS NOT NULL;

CREATE TABLE wahana.process_link (
    tenant_id uuid NOT NULL,
    process   text COLLATE "C" NOT NULL,
    link_id   uuid NOT NULL,
    item_id   uuid NOT NULL,
    PRIMARY KEY (tenant_id, process, link_id, item_id),
    FOREIGN KEY (tenant_id, process, item_id) REFERENCES wahana.process_item
);
COMMENT ON TABLE wahana.process_link IS 'By what an item of a work list is found: its case, a consent.';
CREATE INDEX process_link_by_item ON wahana.process_link (tenant_id, process, item_id);

CREATE TABLE wahana.process_act (
    tenant_id uuid NOT NULL,
    process   text COLLATE "C" NOT NULL,
    act_id    uuid NOT NULL,
    act       text NOT NULL CHECK (act IN ('replay', 'discard')),
    position  bigint NOT NULL,
    by_whom   text NOT NULL CHECK (length(by_whom) BETWEEN 1 AND 100),
    reason    text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    at        timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, process, act_id)
);
COMMENT ON TABLE wahana.process_act IS 'What a named person did to a stopped process manager, and why; append-only.';

-- Tenants with process managers $1 that have events to react to and are not stopped.
CREATE FUNCTION wahana.processes_behind(text[])
    RETURNS TABLE (tenant_id uuid, name text, "position" bigint, head bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = on SET enable_hashjoin = on
AS $$
    SELECT h.tenant_id, n.name, coalesce(t.position, 0), h.head
    FROM unnest($1) AS n (name)
    CROSS JOIN wahana.tenant_head h
    LEFT JOIN wahana.tracking t ON t.tenant_id = h.tenant_id AND t.name = n.name
    WHERE h.head > coalesce(t.position, 0) AND t.stopped_position IS NULL
$$;
COMMENT ON FUNCTION wahana.processes_behind(text[]) IS 'Process managers with events to react to, of all tenants.';

-- The same for the few tenants that a wake-up named ($2): index probes only.
CREATE FUNCTION wahana.processes_behind(text[], uuid[])
    RETURNS TABLE (tenant_id uuid, name text, "position" bigint, head bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
    SELECT h.tenant_id, n.name, coalesce(t.position, 0), h.head
    FROM unnest($2) AS w (tenant_id)
    JOIN wahana.tenant_head h ON h.tenant_id = w.tenant_id
    CROSS JOIN unnest($1) AS n (name)
    LEFT JOIN wahana.tracking t ON t.tenant_id = h.tenant_id AND t.name = n.name
    WHERE h.head > coalesce(t.position, 0) AND t.stopped_position IS NULL
$$;
COMMENT ON FUNCTION wahana.processes_behind(text[], uuid[]) IS 'As processes_behind(text[]), for some tenants.';

-- Where the process managers $1 of all tenants (of the tenant $2, unless it is NULL) stand, with
-- how long the next event has waited.
CREATE FUNCTION wahana.process_status(text[], uuid)
    RETURNS TABLE (
        tenant_id uuid, name text, "position" bigint, head bigint, waiting_since timestamptz,
        stopped_position bigint, error text
    )
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET enable_seqscan = on SET enable_hashjoin = on
AS $$
    SELECT h.tenant_id, n.name, coalesce(t.position, 0), h.head,
        (SELECT e.recorded_at FROM wahana.event e
            WHERE e.tenant_id = h.tenant_id AND e.position = coalesce(t.position, 0) + 1),
        t.stopped_position, t.error
    FROM wahana.tenant_head h
    CROSS JOIN unnest($1) AS n (name)
    LEFT JOIN wahana.tracking t ON t.tenant_id = h.tenant_id AND t.name = n.name
    WHERE $2 IS NULL OR h.tenant_id = $2
    ORDER BY n.name, h.tenant_id
$$;
COMMENT ON FUNCTION wahana.process_status(text[], uuid) IS 'State and lag of the process managers.';

REVOKE ALL ON FUNCTION wahana.processes_behind(text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.processes_behind(text[], uuid[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.process_status(text[], uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wahana.processes_behind(text[]) TO wahana_worker;
GRANT EXECUTE ON FUNCTION wahana.processes_behind(text[], uuid[]) TO wahana_worker;
GRANT EXECUTE ON FUNCTION wahana.process_status(text[], uuid) TO wahana_worker;

-- Carried over. A worker of the release before holds the row of its checkpoint while it gives
-- commands: the lock waits for it. After that the row is retired, and such a worker leaves it
-- alone, so no event is reacted to by both and none by neither.

ALTER TABLE wahana.projection NO FORCE ROW LEVEL SECURITY;
ALTER TABLE wahana.projection_live NO FORCE ROW LEVEL SECURITY;
ALTER TABLE wahana.projection_act NO FORCE ROW LEVEL SECURITY;
ALTER TABLE wahana.tracking NO FORCE ROW LEVEL SECURITY;

DO $$
DECLARE
    v_was record;
    v_list text;
    v_links text;
BEGIN
    FOR v_was IN SELECT * FROM (VALUES
        ('service_flow', 'service_process'), ('referral_flow', 'referral_process')
    ) AS n (view, process)
    LOOP
        INSERT INTO wahana.tracking (tenant_id, name, position, stopped_position, error)
        SELECT p.tenant_id, v_was.process,
            -- An event that was discarded and not passed over yet.
            p.position + (EXISTS (SELECT FROM wahana.projection_act a
                WHERE a.tenant_id = p.tenant_id AND a.view = p.view AND a.generation = p.generation
                    AND a.act = 'discard' AND a.position = p.position + 1))::int,
            p.stopped_position, p.error
        FROM wahana.projection p
        JOIN wahana.projection_live l
            ON l.tenant_id = p.tenant_id AND l.view = p.view AND l.generation = p.generation
        WHERE p.view = v_was.view;
        INSERT INTO wahana.process_act (tenant_id, process, act_id, act, position, by_whom, reason, at)
        SELECT tenant_id, v_was.process, act_id, act, position, by_whom, reason, at
        FROM wahana.projection_act
        WHERE view = v_was.view AND act IN ('replay', 'discard');
        IF to_regclass('view.' || v_was.view) IS NULL THEN
            CONTINUE;
        END IF;
        EXECUTE format('ALTER TABLE view.%I NO FORCE ROW LEVEL SECURITY', v_was.view);
        IF v_was.view = 'service_flow' THEN
            v_list := 'SELECT f.tenant_id, f.case_id AS item_id, f.ends_on AS due, f.generation '
                'FROM view.service_flow f';
            v_links := NULL;
        ELSE
            -- The list had the last day before there was something to do.
            v_list := 'SELECT f.tenant_id, f.referral_id AS item_id, f.due + 1 AS due, f.generation '
                'FROM view.referral_flow f';
            v_links := 'SELECT f.tenant_id, f.referral_id AS item_id, f.generation, '
                'unnest(array_append(f.consents, f.case_id)) AS link_id FROM view.referral_flow f';
        END IF;
        EXECUTE format('INSERT INTO wahana.process_item (tenant_id, process, item_id, due) '
            'SELECT w.tenant_id, %1$L, w.item_id, w.due FROM (%2$s) w '
            'JOIN wahana.projection_live l ON l.tenant_id = w.tenant_id AND l.view = %3$L '
            'AND l.generation = w.generation', v_was.process, v_list, v_was.view);
        IF v_links IS NOT NULL THEN
            EXECUTE format('INSERT INTO wahana.process_link (tenant_id, process, link_id, item_id) '
                'SELECT DISTINCT w.tenant_id, %1$L, w.link_id, w.item_id FROM (%2$s) w '
                'JOIN wahana.projection_live l ON l.tenant_id = w.tenant_id AND l.view = %3$L '
                'AND l.generation = w.generation', v_was.process, v_links, v_was.view);
        END IF;
        EXECUTE format('DROP TABLE view.%I', v_was.view);
        DELETE FROM wahana.view_definition WHERE view = v_was.view;
    END LOOP;
    UPDATE wahana.projection SET state = 'retired', stopped_position = NULL, error = NULL
    WHERE view IN ('service_flow', 'referral_flow');
END;
$$;

ALTER TABLE wahana.projection FORCE ROW LEVEL SECURITY;
ALTER TABLE wahana.projection_live FORCE ROW LEVEL SECURITY;
ALTER TABLE wahana.projection_act FORCE ROW LEVEL SECURITY;
ALTER TABLE wahana.tracking FORCE ROW LEVEL SECURITY;

-- Security.

ALTER TABLE wahana.process_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.process_item FORCE ROW LEVEL SECURITY;
ALTER TABLE wahana.process_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.process_link FORCE ROW LEVEL SECURITY;
ALTER TABLE wahana.process_act ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.process_act FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON wahana.process_item FOR SELECT TO wahana_app_ro
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_work ON wahana.process_item TO wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_read ON wahana.process_link FOR SELECT TO wahana_app_ro
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_work ON wahana.process_link TO wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_read ON wahana.process_act FOR SELECT TO wahana_app_ro, wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_insert ON wahana.process_act FOR INSERT TO wahana_worker
    WITH CHECK (tenant_id = current_setting('app.tenant')::uuid);

GRANT SELECT ON wahana.process_item, wahana.process_link, wahana.process_act TO wahana_app_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON wahana.process_item, wahana.process_link TO wahana_worker;
GRANT SELECT, INSERT ON wahana.process_act TO wahana_worker;
