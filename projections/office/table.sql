-- The office itself: settings by date, members, local areas, late-entry permits.

CREATE TABLE view.office_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.office_state IS 'State of each of these streams as the fold has it; no history.';

CREATE TABLE view.office (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    office_id     uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    name          text NOT NULL,
    slug          text NOT NULL,
    level         text NOT NULL,
    area_code     text NOT NULL,
    area_name     text,
    time_zone     text NOT NULL,
    log_origin    text NOT NULL,
    sample        boolean NOT NULL,
    backlog_until date,
    names         text NOT NULL,
    policies      text NOT NULL,
    editions      text NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.office IS 'The office, by position.';
ALTER TABLE view.office
    ADD PRIMARY KEY (tenant_id, generation, office_id, from_position);

CREATE TABLE view.office_member (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    member_id     uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    kind          text NOT NULL,
    person_id     uuid,
    label         text,
    admitted_on   date NOT NULL,
    grants        text NOT NULL,
    tokens        text NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.office_member IS 'Who may act, with roles and tokens, by position.';
CREATE INDEX office_member_by_admission ON view.office_member
    (tenant_id, generation, admitted_on, member_id, to_position, from_position);
ALTER TABLE view.office_member
    ADD PRIMARY KEY (tenant_id, generation, member_id, from_position);

CREATE TABLE view.office_local_area (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    local_area_id uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    province_code text NOT NULL,
    regency_code  text NOT NULL,
    district_code text NOT NULL,
    village_code  text NOT NULL,
    village_name  text,
    area_edition  text NOT NULL,
    kind          text NOT NULL,
    number        text,
    name          text,
    label         text NOT NULL,
    label_key     text COLLATE "C" NOT NULL,
    parent_id     uuid,
    closed        boolean NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.office_local_area IS 'An area below the village, by position.';
CREATE INDEX office_local_area_by_village ON view.office_local_area
    (tenant_id, generation, village_code, label_key, local_area_id, to_position, from_position);
ALTER TABLE view.office_local_area
    ADD PRIMARY KEY (tenant_id, generation, local_area_id, from_position);
CREATE INDEX office_local_area_by_parent ON view.office_local_area
    (parent_id, tenant_id, generation, to_position, from_position) WHERE parent_id IS NOT NULL;

CREATE TABLE view.office_late_permit (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    permit_id     uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    covers_from   date NOT NULL,
    covers_to     date NOT NULL,
    until         date NOT NULL,
    wksbm_id      uuid,
    reason        text NOT NULL,
    allowed_by    uuid NOT NULL,
    allowed_on    date NOT NULL,
    revoked       boolean NOT NULL,
    revoked_on    date,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.office_late_permit IS 'A late-entry permit, by position.';
CREATE INDEX office_late_permit_by_end ON view.office_late_permit
    (tenant_id, generation, until, permit_id, to_position, from_position);
ALTER TABLE view.office_late_permit
    ADD PRIMARY KEY (tenant_id, generation, permit_id, from_position);

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
