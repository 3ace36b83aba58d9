-- The audit trail: entries by position, the objects they name, their marks of evidence.
-- On the order of the indexes see wksbm_directory/table.sql.

CREATE TABLE view.trail (
    tenant_id      uuid NOT NULL,
    generation     int NOT NULL,
    position       bigint NOT NULL,
    event_id       uuid NOT NULL,
    recorded_at    timestamptz NOT NULL,
    occurred_on    date NOT NULL,
    late_days      int NOT NULL,
    is_late        boolean NOT NULL,
    actor_id       uuid NOT NULL,
    role           text NOT NULL,
    client         text NOT NULL,
    source         text NOT NULL,
    on_behalf_of   uuid,
    permit_id      uuid,
    correlation_id uuid NOT NULL,
    causation_id   uuid,
    stream_type    text NOT NULL,
    stream_id      uuid NOT NULL,
    stream_version int NOT NULL,
    topic          text NOT NULL,
    act_id         text NOT NULL,
    act_en         text NOT NULL,
    data           text NOT NULL,
    policy_version int NOT NULL,
    catalogue      text NOT NULL,
    evidence       text NOT NULL
);
COMMENT ON TABLE view.trail IS 'Every event, readable; personal values stand as references to sealed groups.';
CREATE INDEX trail_by_occurrence ON view.trail (tenant_id, generation, occurred_on, position);
CREATE INDEX trail_by_recording ON view.trail (tenant_id, generation, recorded_at, position);
CREATE INDEX trail_late ON view.trail (tenant_id, generation, is_late, position);
ALTER TABLE view.trail ADD PRIMARY KEY (tenant_id, generation, position) INCLUDE (occurred_on);
CREATE INDEX trail_by_actor ON view.trail (actor_id, tenant_id, generation, position);
CREATE INDEX trail_by_topic ON view.trail (topic, tenant_id, generation, position);
CREATE INDEX trail_by_stream ON view.trail (stream_id, tenant_id, generation, position);

CREATE TABLE view.trail_object (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    object_id  uuid NOT NULL,
    position   bigint NOT NULL,
    PRIMARY KEY (tenant_id, generation, object_id, position)
);
COMMENT ON TABLE view.trail_object IS 'Which events name an object.';
CREATE INDEX trail_object_by_event ON view.trail_object (position, tenant_id, generation, object_id);

CREATE TABLE view.trail_evidence (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    mark       text NOT NULL,
    position   bigint NOT NULL,
    PRIMARY KEY (tenant_id, generation, mark, position)
);
COMMENT ON TABLE view.trail_evidence IS 'Which events rest on which kind of evidence.';

CREATE TABLE view.trail_zone (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    time_zone  text NOT NULL,
    PRIMARY KEY (tenant_id, generation)
);
COMMENT ON TABLE view.trail_zone IS 'In which zone the tenant counts its days.';

CREATE TABLE view.trail_owner (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    wksbm_id   uuid NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
);
COMMENT ON TABLE view.trail_owner IS 'Which WKSBM a board belongs to; its events count as the WKSBM''s too.';
