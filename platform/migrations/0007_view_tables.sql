-- View tables of a version. These compose SQL from the catalogue, because they must fit every view.

CREATE FUNCTION wahana.compare_generations(p_tenant uuid, p_view text, p_version int, p_old int, p_new int)
    RETURNS TABLE (table_name text, only_old bigint, only_new bigint, sample_key text)
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table text;
    v_columns text;
    v_key text;
BEGIN
    FOR table_name, v_table IN
        SELECT t.name, t.relation FROM wahana.view_table t
        WHERE t.view = p_view AND t.version = p_version ORDER BY t.name
    LOOP
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
COMMENT ON FUNCTION wahana.compare_generations(uuid, text, int, int, int) IS
    'Rows of each table that stand in one generation only, over all columns but generation.';

CREATE FUNCTION wahana.delete_generation(p_tenant uuid, p_view text, p_version int, p_generation int, p_rows int)
    RETURNS bigint
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table text;
    v_deleted bigint;
    v_total bigint := 0;
BEGIN
    FOR v_table IN
        SELECT t.relation FROM wahana.view_table t WHERE t.view = p_view AND t.version = p_version
    LOOP
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
COMMENT ON FUNCTION wahana.delete_generation(uuid, text, int, int, int) IS
    'Delete up to so many rows per table of a generation; 0 when nothing is left.';

-- The select list that shows the rows of an older table as those of a newer one; NULL if some
-- column cannot be: it is needed there, and neither stands in the older one nor has a default.
CREATE FUNCTION wahana.bridged_columns(p_new regclass, p_old regclass, p_defaults jsonb) RETURNS text
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_column record;
    v_is text;
    v_value text;
    v_list text[] := '{}';
BEGIN
    FOR v_column IN
        SELECT n.attname AS name, format_type(n.atttypid, n.atttypmod) AS type, n.attnotnull AS needed,
            o.attname IS NOT NULL AS is_there, o.attnotnull AS is_needed_there,
            o.atttypid = n.atttypid AS is_same, o.attcollation = n.attcollation AS is_ordered_alike,
            EXISTS (SELECT FROM pg_cast c WHERE c.castsource = o.atttypid
                AND c.casttarget = n.atttypid AND c.castcontext IN ('i', 'a')) AS fits,
            CASE WHEN n.attcollation <> 0 THEN n.attcollation::regcollation::text END AS collation,
            p_defaults ->> n.attname AS default_value
        FROM pg_attribute n
        LEFT JOIN pg_attribute o ON o.attrelid = p_old AND o.attname = n.attname
            AND o.attnum > 0 AND NOT o.attisdropped
        WHERE n.attrelid = p_new AND n.attnum > 0 AND NOT n.attisdropped
        ORDER BY n.attnum
    LOOP
        v_is := format('%s::%s', coalesce(v_column.default_value, 'NULL'), v_column.type);
        IF NOT v_column.is_there THEN
            v_value := v_is;
        ELSIF v_column.is_same OR v_column.fits THEN
            v_value := format(CASE WHEN v_column.is_same THEN '%I' ELSE '%I::%s' END,
                v_column.name, v_column.type);
            IF v_column.needed AND NOT v_column.is_needed_there THEN
                v_value := format('coalesce(%s, %s)', v_value, v_is);
            END IF;
        ELSE
            RETURN NULL;
        END IF;
        IF v_column.needed AND NOT coalesce(v_column.is_needed_there, false)
            AND v_column.default_value IS NULL THEN
            RETURN NULL;
        END IF;
        IF v_column.collation IS NOT NULL AND NOT coalesce(v_column.is_ordered_alike, false) THEN
            v_value := format('(%s) COLLATE %s', v_value, v_column.collation);
        END IF;
        v_list := v_list || format('%s AS %I', v_value, v_column.name);
    END LOOP;
    RETURN array_to_string(v_list, ', ');
END;
$$;
COMMENT ON FUNCTION wahana.bridged_columns(regclass, regclass, jsonb) IS
    'The select list that shows rows of an older table as those of a newer one, or NULL.';

-- What queries read of a view: for each of its versions and tables the rows of that version and of
-- every older one that is still there. A generation's number is used once per tenant and view, so
-- whoever names the generation that answers reads the one table that has it. Nothing but columns
-- stands in the parts, so the planner walks the indexes of each.
CREATE FUNCTION wahana.bridge_view(p_view text) RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table record;
    v_old record;
    v_columns text;
    v_parts text[];
    v_name text;
BEGIN
    FOR v_table IN
        SELECT t.version, t.name, t.relation, t.defaults FROM wahana.view_table t
        JOIN wahana.view_version v ON v.view = t.view AND v.version = t.version
        WHERE t.view = p_view AND NOT v.unversioned
        ORDER BY t.version, t.name
    LOOP
        v_parts := '{}';
        FOR v_old IN
            SELECT t.relation FROM wahana.view_table t
            WHERE t.view = p_view AND t.name = v_table.name AND t.version <= v_table.version
            ORDER BY t.version DESC
        LOOP
            v_columns := wahana.bridged_columns(
                v_table.relation::regclass, v_old.relation::regclass, v_table.defaults);
            IF v_columns IS NOT NULL THEN
                v_parts := v_parts || format('SELECT %s FROM %s', v_columns, v_old.relation);
            END IF;
        END LOOP;
        v_name := format('reading.%I', split_part(v_table.relation, '.', 2));
        EXECUTE format('CREATE OR REPLACE VIEW %s WITH (security_invoker = true) AS %s',
            v_name, array_to_string(v_parts, ' UNION ALL '));
        EXECUTE format('GRANT SELECT ON %s TO wahana_app_ro, wahana_worker', v_name);
    END LOOP;
END;
$$;
COMMENT ON FUNCTION wahana.bridge_view(text) IS 'Make anew what queries read of all versions of a view.';

-- A version is superseded when no running process reads it, a newer one is read, and every tenant
-- whose queries it answers is answered by a newer one in every process that runs. What runs is known
-- of those that announce themselves; release 0.1.0 does not, but its connections have its name.
CREATE FUNCTION wahana.superseded_versions()
    RETURNS TABLE (view text, version int)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    WITH read AS (
        SELECT DISTINCT w.view, w.version FROM wahana.reader r
        CROSS JOIN unnest(r.views, r.versions) AS w (view, version)
        WHERE r.until > clock_timestamp()
    )
    SELECT o.view, o.version FROM wahana.view_version o
    WHERE NOT EXISTS (SELECT FROM read r WHERE r.view = o.view AND r.version = o.version)
        AND EXISTS (SELECT FROM read r WHERE r.view = o.view AND r.version > o.version)
        AND NOT EXISTS (
            SELECT FROM wahana.projection_version v
            JOIN read r ON r.view = v.view AND r.version > v.version
            WHERE v.view = o.view AND v.version = o.version AND v.serves
                AND NOT EXISTS (
                    SELECT FROM wahana.projection_version n
                    WHERE n.tenant_id = v.tenant_id AND n.view = v.view AND n.serves
                        AND n.version > v.version AND n.version <= r.version))
        AND NOT (o.unversioned AND EXISTS (
            SELECT FROM pg_stat_activity a
            WHERE a.datname = current_database() AND a.application_name = 'wahana'));
END;
$$;
COMMENT ON FUNCTION wahana.superseded_versions() IS 'Versions of views that nobody reads any more.';

CREATE FUNCTION wahana.retire_versions() RETURNS TABLE (view text, version int)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET lock_timeout = '500ms'
AS $$
DECLARE
    v_unversioned boolean;
    v_tables text[];
    v_table text;
BEGIN
    IF NOT EXISTS (SELECT FROM wahana.superseded_versions()) THEN
        RETURN;
    END IF;
    LOCK TABLE wahana.reader IN SHARE MODE;  -- whoever starts now sees what is left
    FOR view, version IN SELECT s.view, s.version FROM wahana.superseded_versions() s LOOP
        SELECT v.unversioned INTO v_unversioned FROM wahana.view_version v
        WHERE v.view = retire_versions.view AND v.version = retire_versions.version;
        WITH gone AS (
            DELETE FROM wahana.view_table t
            WHERE t.view = retire_versions.view AND t.version = retire_versions.version
            RETURNING t.relation
        )
        SELECT array_agg(g.relation) INTO v_tables FROM gone g;
        PERFORM wahana.bridge_view(retire_versions.view);
        FOREACH v_table IN ARRAY v_tables LOOP
            IF NOT v_unversioned THEN
                EXECUTE format('DROP VIEW reading.%I', split_part(v_table, '.', 2));
            END IF;
            EXECUTE format('DROP TABLE %s', v_table);
        END LOOP;
        DELETE FROM wahana.projection_version v
        WHERE v.view = retire_versions.view AND v.version = retire_versions.version;
        IF v_unversioned THEN
            DELETE FROM wahana.projection_live l WHERE l.view = retire_versions.view;
            DELETE FROM wahana.view_definition d WHERE d.view = retire_versions.view;
            IF retire_versions.view = 'office' THEN
                DROP FUNCTION view.office_today(uuid);
            END IF;
        END IF;
        DELETE FROM wahana.projection p
        WHERE p.view = retire_versions.view AND (p.version = retire_versions.version
            OR v_unversioned AND p.version < retire_versions.version);
        DELETE FROM wahana.view_version v
        WHERE v.view = retire_versions.view AND v.version = retire_versions.version;
        RETURN NEXT;
    END LOOP;
    DELETE FROM wahana.reader r WHERE r.until < clock_timestamp() - interval '1 day';
END;
$$;
COMMENT ON FUNCTION wahana.retire_versions() IS 'Drop the tables of versions of views that nobody reads any more.';

REVOKE ALL ON FUNCTION wahana.compare_generations(uuid, text, int, int, int) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.delete_generation(uuid, text, int, int, int) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.bridged_columns(regclass, regclass, jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.bridge_view(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.superseded_versions() FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.retire_versions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wahana.compare_generations(uuid, text, int, int, int) TO wahana_worker;
GRANT EXECUTE ON FUNCTION wahana.delete_generation(uuid, text, int, int, int) TO wahana_worker;
GRANT EXECUTE ON FUNCTION wahana.retire_versions() TO wahana_worker;
