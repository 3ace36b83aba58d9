-- Who is given what and when, and which services meet. A register belongs to one person.

CREATE TABLE view.overlap_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.overlap_state IS 'State of each register as the fold has it; no history.';

CREATE TABLE view.service_claim (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    register_id   uuid NOT NULL,
    person_id     uuid NOT NULL,
    claim_id      uuid NOT NULL,
    case_id       uuid NOT NULL,
    wksbm_id      uuid,
    kps_id        uuid,
    service_kind  text NOT NULL,
    valid_from    date NOT NULL,
    valid_to      date NOT NULL,
    released      text,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.service_claim IS 'A claim of a service for a person, by position.';
ALTER TABLE view.service_claim
    ADD PRIMARY KEY (tenant_id, generation, register_id, claim_id, from_position);

CREATE TABLE view.overlap_warning (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    register_id   uuid NOT NULL,
    person_id     uuid NOT NULL,
    warning_id    uuid NOT NULL,
    claim_id      uuid NOT NULL,
    case_id       uuid NOT NULL,
    wksbm_id      uuid,
    kps_id        uuid,
    service_kind  text NOT NULL,
    valid_from    date NOT NULL,
    valid_to      date NOT NULL,
    others        uuid[] NOT NULL,
    other_person  uuid,
    rule          text NOT NULL,
    waits         boolean NOT NULL,
    state         text NOT NULL,
    asked_by      uuid NOT NULL,
    raised_at     timestamptz NOT NULL,
    decided_by    uuid,
    decided_at    timestamptz,
    reason        text,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.overlap_warning IS 'A warning of overlap, by position.';
ALTER TABLE view.overlap_warning
    ADD PRIMARY KEY (tenant_id, generation, register_id, warning_id, from_position);

CREATE INDEX service_claim_by_person ON view.service_claim
    (person_id, tenant_id, generation, to_position, from_position);
CREATE INDEX service_claim_by_day ON view.service_claim
    (tenant_id, generation, valid_from, register_id, claim_id, to_position, from_position);
CREATE INDEX service_claim_by_wksbm ON view.service_claim
    (wksbm_id, tenant_id, generation, to_position, from_position);
CREATE INDEX service_claim_by_case ON view.service_claim
    (case_id, tenant_id, generation, to_position, from_position);
CREATE INDEX overlap_warning_by_state ON view.overlap_warning
    (tenant_id, generation, state, raised_at, register_id, warning_id, to_position, from_position);
CREATE INDEX overlap_warning_by_case ON view.overlap_warning
    (case_id, tenant_id, generation, to_position, from_position);
