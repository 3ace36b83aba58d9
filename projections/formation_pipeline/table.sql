-- Budget targets. How far each WKSBM has come stands in the directory.

CREATE TABLE view.formation_pipeline_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.formation_pipeline_state IS 'State of each target as the fold has it; no history.';

CREATE TABLE view.formation_pipeline_target (
    tenant_id      uuid NOT NULL,
    generation     int NOT NULL,
    target_id      uuid NOT NULL,
    version        int NOT NULL,
    updated_at     timestamptz NOT NULL,
    year           int NOT NULL,
    indicator      text NOT NULL,
    target_qty     int NOT NULL,
    first_qty      int NOT NULL,
    funding        text NOT NULL,
    activity_code  text,
    basis          text,
    basis_ref      text,
    set_on         date NOT NULL,
    revisions      text NOT NULL,
    evidence_marks text[] NOT NULL,
    from_position  bigint NOT NULL,
    to_position    bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.formation_pipeline_target IS 'A budget target that stands, by position.';
CREATE INDEX formation_pipeline_target_by_year ON view.formation_pipeline_target
    (tenant_id, generation, year, indicator, to_position, from_position);
ALTER TABLE view.formation_pipeline_target
    ADD PRIMARY KEY (tenant_id, generation, target_id, from_position);
