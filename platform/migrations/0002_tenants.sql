-- The tenant directory, the look-up of API tokens, and the refusals.
--
-- wahana.tenant and wahana.api_token are read before a tenant is known, so they carry no row
-- security; they hold no fact but "this id exists" and "this hash belongs there". What a token
-- may do stands in its member's events.

CREATE TABLE wahana.tenant (
    tenant_id     uuid PRIMARY KEY,
    slug          text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{1,40}$'),
    origin        text NOT NULL UNIQUE CHECK (length(origin) BETWEEN 3 AND 200),
    registered_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE wahana.tenant IS 'Directory of tenants. Global: read to find the tenant.';

CREATE TABLE wahana.api_token (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    tenant_id  uuid NOT NULL,
    actor_id   uuid NOT NULL,
    token_id   uuid NOT NULL
);
COMMENT ON TABLE wahana.api_token IS 'SHA-256 of a token to tenant and member. Global: read to find the tenant.';

CREATE TABLE wahana.refusal (
    tenant_id  uuid NOT NULL,
    refusal_id uuid NOT NULL,
    refused_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_id   uuid NOT NULL,
    client     text NOT NULL,
    command    text NOT NULL,
    code       text NOT NULL,
    field      text,
    key        text NOT NULL,
    PRIMARY KEY (tenant_id, refusal_id)
);
COMMENT ON TABLE wahana.refusal IS 'Commands that were refused; append-only, no personal data.';

ALTER TABLE wahana.refusal ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.refusal FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON wahana.refusal FOR SELECT TO wahana_app_ro, wahana_app_rw, wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_insert ON wahana.refusal FOR INSERT TO wahana_app_rw, wahana_worker
    WITH CHECK (tenant_id = current_setting('app.tenant')::uuid);

GRANT SELECT ON wahana.tenant TO wahana_app_rw, wahana_app_ro, wahana_worker;
GRANT SELECT ON wahana.refusal TO wahana_app_ro, wahana_app_rw, wahana_worker;
GRANT INSERT ON wahana.refusal TO wahana_app_rw, wahana_worker;

-- Adding is all that a production role can do here, and only in these two ways.

CREATE FUNCTION wahana.add_tenant(p_tenant uuid, p_slug text, p_origin text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
    INSERT INTO wahana.tenant (tenant_id, slug, origin) VALUES (p_tenant, p_slug, p_origin)
        ON CONFLICT (tenant_id) DO NOTHING;
    PERFORM wahana.open_log(p_tenant);
END;
$$;

CREATE FUNCTION wahana.add_token(p_hash bytea, p_tenant uuid, p_actor uuid, p_token uuid) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
AS $$
    INSERT INTO wahana.api_token (token_hash, tenant_id, actor_id, token_id)
    VALUES (p_hash, p_tenant, p_actor, p_token);
$$;

CREATE FUNCTION wahana.find_token(p_hash bytea)
    RETURNS TABLE (tenant_id uuid, actor_id uuid, token_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$
    SELECT t.tenant_id, t.actor_id, t.token_id FROM wahana.api_token t WHERE t.token_hash = p_hash;
$$;

REVOKE ALL ON FUNCTION wahana.add_tenant(uuid, text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.add_token(bytea, uuid, uuid, uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION wahana.find_token(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wahana.add_tenant(uuid, text, text) TO wahana_app_rw;
GRANT EXECUTE ON FUNCTION wahana.add_token(bytea, uuid, uuid, uuid) TO wahana_app_rw;
GRANT EXECUTE ON FUNCTION wahana.find_token(bytea) TO wahana_app_rw, wahana_app_ro;
