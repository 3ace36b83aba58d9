-- What was recorded up to a moment, as an answer that can be cited for ever: whole commands only,
-- and only up to an instant that is over.

-- Which command wrote a position: the first whose last position is not before it.
CREATE UNIQUE INDEX command_log_by_end ON wahana.command_log (tenant_id, last_position);

-- Whether no event will ever be recorded at or before the instant p_at. It is over if the log has
-- come past it. If not, and the clock has, it is written down as the log's last under the lock of
-- the tenant's row: an append that is under way is waited for, and the next one is recorded after
-- it (wahana.append), also if the clock of the machine is set back meanwhile.
CREATE FUNCTION wahana.close_instant(p_tenant uuid, p_at timestamptz) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_last timestamptz;
BEGIN
    SELECT h.last_at INTO v_last FROM wahana.tenant_head h WHERE h.tenant_id = p_tenant;
    IF NOT FOUND OR p_at <= v_last THEN
        RETURN FOUND;
    END IF;
    IF p_at >= wahana.now() THEN
        RETURN false;
    END IF;
    SELECT h.last_at INTO v_last
        FROM wahana.tenant_head h WHERE h.tenant_id = p_tenant FOR NO KEY UPDATE;
    IF p_at > v_last THEN
        UPDATE wahana.tenant_head SET last_at = p_at WHERE tenant_id = p_tenant;
    END IF;
    RETURN true;
END;
$$;
COMMENT ON FUNCTION wahana.close_instant IS
    'Whether an instant is over for a tenant''s log; if so, nothing is recorded up to it any more.';
REVOKE ALL ON FUNCTION wahana.close_instant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wahana.close_instant TO wahana_app_rw;
