-- Member bodies of WKSBM, what they offer, their conflicts of interest, and partners outside.

CREATE TABLE view.kps_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.kps_state IS 'State of each body and partner as the fold has it; no history.';

CREATE TABLE view.kps (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    kps_id        uuid NOT NULL,
    wksbm_id      uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    name          text NOT NULL,
    name_key      text NOT NULL,
    kps_kind      text NOT NULL,
    is_formal     boolean NOT NULL,
    legal_no      text,
    origin        text NOT NULL,
    pillars       text[] NOT NULL,
    local_area    uuid,
    people        int,
    joined_on     date NOT NULL,
    left_on       date NOT NULL,
    leave_reason  text,
    liaisons      uuid[] NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.kps IS 'A member body, by position. left_on is infinity while it belongs to it.';
ALTER TABLE view.kps
    ADD PRIMARY KEY (tenant_id, generation, kps_id, from_position);

CREATE TABLE view.kps_service (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    kps_id        uuid NOT NULL,
    entry         int NOT NULL,
    wksbm_id      uuid NOT NULL,
    service_kind  text NOT NULL,
    pillar        text NOT NULL,
    valid_from    date NOT NULL,
    valid_to      date NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.kps_service IS 'A kind of service a body offers, by position.';
ALTER TABLE view.kps_service
    ADD PRIMARY KEY (tenant_id, generation, kps_id, entry, from_position);

CREATE TABLE view.kps_conflict (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    kps_id        uuid NOT NULL,
    conflict_id   uuid NOT NULL,
    wksbm_id      uuid NOT NULL,
    other_id      uuid NOT NULL,
    matter        text NOT NULL,
    state         text NOT NULL,
    how           text,
    declared_on   date NOT NULL,
    settled_on    date,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.kps_conflict IS 'A conflict of interest on one of its bodies, by position.';
ALTER TABLE view.kps_conflict
    ADD PRIMARY KEY (tenant_id, generation, kps_id, conflict_id, from_position);

CREATE TABLE view.network_partner (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    partner_id    uuid NOT NULL,
    wksbm_id      uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    kind          text NOT NULL,
    name          text,
    other_wksbm   uuid,
    scope         text[] NOT NULL,
    agreement_no  text,
    linked_on     date NOT NULL,
    unlinked_on   date,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.network_partner IS 'A partner of a WKSBM, by position.';
ALTER TABLE view.network_partner
    ADD PRIMARY KEY (tenant_id, generation, partner_id, from_position);

CREATE INDEX kps_by_name ON view.kps
    (tenant_id, generation, name_key, kps_id, to_position, from_position);
CREATE INDEX kps_by_wksbm ON view.kps
    (wksbm_id, tenant_id, generation, to_position, from_position);
CREATE INDEX kps_service_by_kind ON view.kps_service
    (service_kind, tenant_id, generation, to_position, from_position);
CREATE INDEX kps_conflict_by_day ON view.kps_conflict
    (tenant_id, generation, declared_on, kps_id, conflict_id, to_position, from_position);
CREATE INDEX network_partner_by_wksbm ON view.network_partner
    (wksbm_id, tenant_id, generation, to_position, from_position);
CREATE INDEX network_partner_by_day ON view.network_partner
    (tenant_id, generation, linked_on, partner_id, to_position, from_position);
