-- Statistics of tables that were just filled: without them the planner takes them to be empty, and
-- what autovacuum would tell it within a minute is too late for whoever is switched to them.
-- works with: 0007

CREATE FUNCTION wahana.analyze_version(p_view text, p_version int) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET lock_timeout = '500ms'
AS $$
DECLARE
    v_table regclass;
BEGIN
    FOR v_table IN
        SELECT c.oid::regclass FROM wahana.view_table t
        JOIN pg_class c ON c.oid = t.relation::regclass
        WHERE t.view = p_view AND t.version = p_version
            AND (c.reltuples < 0
                OR pg_stat_get_mod_since_analyze(c.oid) > 1000 + c.reltuples / 10)
        ORDER BY c.oid
    LOOP
        EXECUTE format('ANALYZE %s', v_table);
    END LOOP;
END;
$$;
COMMENT ON FUNCTION wahana.analyze_version(text, int) IS
    'Take statistics of a version''s tables that changed much since they were last taken.';
REVOKE ALL ON FUNCTION wahana.analyze_version(text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wahana.analyze_version(text, int) TO wahana_worker;
