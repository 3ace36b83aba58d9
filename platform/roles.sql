-- name: event_roles
-- The roles of the event database; nobody but them may connect to it. None passes row-level
-- security, and none can log in, until wahana_service is given a password: it has no right of its
-- own and may only act as the roles of the service. The login that runs this may act as all of
-- them. Roles belong to the whole server, so another runner may be first.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY
        ARRAY['wahana_owner', 'wahana_app_rw', 'wahana_app_ro', 'wahana_worker', 'wahana_service']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
        IF wanted <> 'wahana_service'
            AND NOT pg_catalog.pg_has_role(current_user, wanted, 'USAGE')
        THEN
            EXECUTE pg_catalog.format('GRANT %I TO CURRENT_USER', wanted);
        END IF;
    END LOOP;
    FOREACH wanted IN ARRAY ARRAY['wahana_app_rw', 'wahana_app_ro', 'wahana_worker'] LOOP
        IF NOT pg_catalog.pg_has_role('wahana_service', wanted, 'MEMBER') THEN
            EXECUTE pg_catalog.format('GRANT %I TO wahana_service', wanted);
        END IF;
    END LOOP;
    EXECUTE pg_catalog.format(
        'REVOKE ALL ON DATABASE %I FROM PUBLIC', pg_catalog.current_database());
    EXECUTE pg_catalog.format(
        'GRANT CONNECT ON DATABASE %I '
        'TO wahana_app_rw, wahana_app_ro, wahana_worker, wahana_service',
        pg_catalog.current_database());
    EXECUTE pg_catalog.format(
        'GRANT CONNECT, CREATE ON DATABASE %I TO wahana_owner', pg_catalog.current_database());
END
$$

-- name: vault_roles
-- The roles of the key store: its owner and the one that the service uses; nobody else may
-- connect to it. See event_roles.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY
        ARRAY['wahana_owner', 'wahana_vault', 'wahana_service']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
        IF wanted <> 'wahana_service'
            AND NOT pg_catalog.pg_has_role(current_user, wanted, 'USAGE')
        THEN
            EXECUTE pg_catalog.format('GRANT %I TO CURRENT_USER', wanted);
        END IF;
    END LOOP;
    FOREACH wanted IN ARRAY ARRAY['wahana_vault'] LOOP
        IF NOT pg_catalog.pg_has_role('wahana_service', wanted, 'MEMBER') THEN
            EXECUTE pg_catalog.format('GRANT %I TO wahana_service', wanted);
        END IF;
    END LOOP;
    EXECUTE pg_catalog.format(
        'REVOKE ALL ON DATABASE %I FROM PUBLIC', pg_catalog.current_database());
    EXECUTE pg_catalog.format(
        'GRANT CONNECT ON DATABASE %I TO wahana_vault, wahana_service',
        pg_catalog.current_database());
    EXECUTE pg_catalog.format(
        'GRANT CONNECT, CREATE ON DATABASE %I TO wahana_owner', pg_catalog.current_database());
END
$$

-- name: service_login_statement
-- The statement that lets wahana_service log in (a password cannot be bound to it).
-- $1 text: the password.
SELECT format('ALTER ROLE wahana_service LOGIN PASSWORD %L', $1::text)

-- name: event_schema
-- The schemas of the event database and of its views, and who may use them.
DO $$
BEGIN
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    CREATE SCHEMA IF NOT EXISTS wahana AUTHORIZATION wahana_owner;
    CREATE SCHEMA IF NOT EXISTS view AUTHORIZATION wahana_owner;
    GRANT USAGE ON SCHEMA wahana TO wahana_app_rw, wahana_app_ro, wahana_worker;
END
$$

-- name: vault_schema
-- The schema of the key store, and who may use it.
DO $$
BEGIN
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    CREATE SCHEMA IF NOT EXISTS vault AUTHORIZATION wahana_owner;
    GRANT USAGE ON SCHEMA vault TO wahana_vault;
END
$$
