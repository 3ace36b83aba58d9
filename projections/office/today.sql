-- What day it is at the office.

CREATE FUNCTION view.office_today(p_tenant uuid) RETURNS date
    LANGUAGE sql STABLE SET search_path = pg_catalog
AS $$
    SELECT (statement_timestamp() AT TIME ZONE coalesce((
        SELECT o.time_zone FROM view.office o
        WHERE o.tenant_id = p_tenant AND o.to_position = 9223372036854775807
            AND o.generation = (
                SELECT l.generation FROM wahana.projection_live l
                WHERE l.tenant_id = p_tenant AND l.view = 'office')
        LIMIT 1
    ), 'Asia/Jakarta'))::date
$$;
COMMENT ON FUNCTION view.office_today(uuid) IS 'The date it is now in the zone of the office.';
REVOKE ALL ON FUNCTION view.office_today(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION view.office_today(uuid) TO wahana_app_ro, wahana_worker;
