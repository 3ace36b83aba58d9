-- Meetings and their decisions.

CREATE TABLE view.meeting_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.meeting_state IS 'State of each meeting as the fold has it; no history.';

CREATE TABLE view.meeting (
    tenant_id      uuid NOT NULL,
    generation     int NOT NULL,
    meeting_id     uuid NOT NULL,
    wksbm_id       uuid NOT NULL,
    version        int NOT NULL,
    updated_at     timestamptz NOT NULL,
    kind           text NOT NULL,
    held_on        date NOT NULL,
    headcount      int NOT NULL,
    place          text,
    withdrawn      boolean NOT NULL,
    present        text NOT NULL,
    guests         text NOT NULL,
    minutes        text[] NOT NULL,
    decision_count int NOT NULL,
    from_position  bigint NOT NULL,
    to_position    bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.meeting IS 'A meeting, by position.';
CREATE INDEX meeting_by_day ON view.meeting
    (tenant_id, generation, held_on, meeting_id, to_position, from_position);
ALTER TABLE view.meeting
    ADD PRIMARY KEY (tenant_id, generation, meeting_id, from_position);
CREATE INDEX meeting_by_wksbm ON view.meeting
    (wksbm_id, tenant_id, generation, held_on, meeting_id, to_position, from_position);

CREATE TABLE view.meeting_decision (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    meeting_id    uuid NOT NULL,
    no            int NOT NULL,
    wksbm_id      uuid NOT NULL,
    held_on       date NOT NULL,
    entry         int NOT NULL,
    kind          text NOT NULL,
    title         text NOT NULL,
    text          text,
    votes_for     int NOT NULL,
    votes_against int NOT NULL,
    carried       boolean NOT NULL,
    limit_amount  bigint,
    unit          text,
    spent         bigint NOT NULL,
    entered_by    uuid NOT NULL,
    withdrawn     boolean NOT NULL,
    position      bigint NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.meeting_decision IS 'A decision of a meeting, by position.';
CREATE INDEX meeting_decision_by_day ON view.meeting_decision
    (tenant_id, generation, held_on, meeting_id, no, to_position, from_position);
ALTER TABLE view.meeting_decision
    ADD PRIMARY KEY (tenant_id, generation, meeting_id, no, from_position);
CREATE INDEX meeting_decision_by_wksbm ON view.meeting_decision
    (wksbm_id, tenant_id, generation, held_on, meeting_id, no, to_position, from_position);
