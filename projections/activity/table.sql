-- Activities, their programmes and attendance lists.

CREATE TABLE view.activity_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.activity_state IS 'State of each activity as the fold has it; no history.';

CREATE TABLE view.activity (
    tenant_id       uuid NOT NULL,
    generation      int NOT NULL,
    activity_id     uuid NOT NULL,
    version         int NOT NULL,
    updated_at      timestamptz NOT NULL,
    kind            text NOT NULL,
    title           text NOT NULL,
    title_key       text COLLATE "C" NOT NULL,
    organiser_unit  text NOT NULL,
    level           text NOT NULL,
    venue           text,
    area_code       text,
    province_code   text,
    province_name   text,
    regency_code    text,
    regency_name    text,
    district_code   text,
    district_name   text,
    village_code    text,
    village_name    text,
    date_from       date,
    date_to         date,
    budget_year     int,
    funding         text,
    part_of_id      uuid,
    status          text NOT NULL,
    health_protocol text,
    headcount       int,
    invited_count   int NOT NULL,
    attended_count  int NOT NULL,
    speaker_count   int NOT NULL,
    evidence_marks  text[] NOT NULL,
    from_position   bigint NOT NULL,
    to_position     bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.activity IS 'An activity, by position.';
CREATE INDEX activity_by_date ON view.activity
    (tenant_id, generation, coalesce(date_from, 'infinity'::date), activity_id,
    to_position, from_position);
CREATE INDEX activity_by_title ON view.activity
    (tenant_id, generation, title_key, activity_id, to_position, from_position);
CREATE INDEX activity_by_year ON view.activity
    (tenant_id, generation, budget_year, activity_id, to_position, from_position);
ALTER TABLE view.activity
    ADD PRIMARY KEY (tenant_id, generation, activity_id, from_position);
CREATE INDEX activity_by_part ON view.activity
    (part_of_id, tenant_id, generation, to_position, from_position) WHERE part_of_id IS NOT NULL;

CREATE TABLE view.activity_programme (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    activity_id   uuid NOT NULL,
    materials     text NOT NULL,
    speakers      text NOT NULL,
    invitations   text NOT NULL,
    statements    text NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.activity_programme IS 'The small sets of an activity as JSON arrays, by position.';
ALTER TABLE view.activity_programme
    ADD PRIMARY KEY (tenant_id, generation, activity_id, from_position);

CREATE TABLE view.activity_attendee (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    activity_id   uuid NOT NULL,
    person_id     uuid NOT NULL,
    entry         int NOT NULL,
    role          text NOT NULL,
    area_code     text,
    province_code text,
    regency_code  text,
    regency_name  text,
    wksbm_id      uuid,
    wksbm_name    text,
    days          date[] NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.activity_attendee IS 'A line of the attendance list, by position.';
ALTER TABLE view.activity_attendee
    ADD PRIMARY KEY (tenant_id, generation, activity_id, person_id, from_position);
CREATE INDEX activity_attendee_by_entry ON view.activity_attendee
    (activity_id, tenant_id, generation, entry, person_id, to_position, from_position);
CREATE INDEX activity_attendee_by_person ON view.activity_attendee
    (person_id, tenant_id, generation, to_position, from_position);
CREATE INDEX activity_attendee_by_wksbm ON view.activity_attendee
    (wksbm_id, tenant_id, generation, to_position, from_position) WHERE wksbm_id IS NOT NULL;
