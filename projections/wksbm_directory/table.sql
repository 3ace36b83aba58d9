-- The directory of WKSBM: one table of what lists show, one of the small sets, one of states.
-- Both ends of a version stand in the keys of the list indexes: as of costs what live costs.
--
-- The order of the indexes is meant, in all tables of views. While nothing is known of a table
-- the planner holds every index that starts with tenant and generation for equally good, and
-- takes the youngest. So the indexes of lists come first, then the primary key, then those that
-- find rows by another id: these start with that id, so that nothing else can use them.

CREATE TABLE view.wksbm_directory_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.wksbm_directory_state IS 'State of each WKSBM as the fold has it; no history.';

CREATE TABLE view.wksbm_directory (
    tenant_id            uuid NOT NULL,
    generation           int NOT NULL,
    wksbm_id             uuid NOT NULL,
    version              int NOT NULL,
    updated_at           timestamptz NOT NULL,
    name                 text NOT NULL,
    name_key             text COLLATE "C" NOT NULL,
    level                text NOT NULL,
    province_code        text NOT NULL,
    province_name        text,
    regency_code         text NOT NULL,
    regency_name         text,
    district_code        text NOT NULL,
    district_name        text,
    village_code         text NOT NULL,
    village_name         text,
    area_edition         text NOT NULL,
    local_area_id        uuid,
    origin               text NOT NULL,
    budget_year          int NOT NULL,
    founded_year         int,
    parent_id            uuid,
    stage                text NOT NULL,
    status               text NOT NULL,
    proposed_on          date NOT NULL,
    socialised_on        date,
    nominated_on         date,
    approved_on          date,
    trained_on           date,
    inaugurated_on       date,
    decree_no            text,
    decree_issued_on     date,
    decree_issuer_role   text,
    maturity_grade       text,
    maturity_scheme      text,
    maturity_assessed_on date,
    dormant_since        date,
    ended_on             date,
    merged_into_id       uuid,
    evidence_marks       text[] NOT NULL,
    from_position        bigint NOT NULL,
    to_position          bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.wksbm_directory IS 'A WKSBM in the directory, by position.';
CREATE INDEX wksbm_directory_by_name ON view.wksbm_directory
    (tenant_id, generation, name_key, wksbm_id, to_position, from_position);
CREATE INDEX wksbm_directory_by_area ON view.wksbm_directory
    (tenant_id, generation, village_code, name_key, wksbm_id, to_position, from_position);
CREATE INDEX wksbm_directory_by_update ON view.wksbm_directory
    (tenant_id, generation, updated_at, wksbm_id, to_position, from_position);
CREATE INDEX wksbm_directory_by_inauguration ON view.wksbm_directory
    (tenant_id, generation, coalesce(inaugurated_on, 'infinity'::date), wksbm_id,
    to_position, from_position);
CREATE INDEX wksbm_directory_by_year ON view.wksbm_directory
    (tenant_id, generation, budget_year, wksbm_id, to_position, from_position);
ALTER TABLE view.wksbm_directory
    ADD PRIMARY KEY (tenant_id, generation, wksbm_id, from_position);
CREATE INDEX wksbm_directory_by_parent ON view.wksbm_directory
    (parent_id, tenant_id, generation, to_position, from_position) WHERE parent_id IS NOT NULL;

CREATE TABLE view.wksbm_directory_detail (
    tenant_id        uuid NOT NULL,
    generation       int NOT NULL,
    wksbm_id         uuid NOT NULL,
    names            text NOT NULL,
    target_edition   text,
    target_groups    text[] NOT NULL,
    local_values     text[] NOT NULL,
    legal_references text NOT NULL,
    socialisations   text NOT NULL,
    candidates       text NOT NULL,
    trainings        text NOT NULL,
    waivers          text NOT NULL,
    mentors          text NOT NULL,
    awards           text NOT NULL,
    dormancies       text NOT NULL,
    from_position    bigint NOT NULL,
    to_position      bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.wksbm_directory_detail IS 'The small sets of a WKSBM as JSON arrays, by position.';
ALTER TABLE view.wksbm_directory_detail
    ADD PRIMARY KEY (tenant_id, generation, wksbm_id, from_position);
