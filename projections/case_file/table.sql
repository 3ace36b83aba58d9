-- Cases: what they are, whom they concern, what was found, planned and given. Texts stand sealed.

CREATE TABLE view.case_file_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.case_file_state IS 'State of each case as the fold has it; sealed, no history.';

CREATE TABLE view.case_file (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    case_id       uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    stage         text NOT NULL,
    is_open       boolean NOT NULL,
    urgency       text NOT NULL,
    urgency_order int NOT NULL,
    target        text NOT NULL,
    group_name    text,
    group_size    int,
    province_code text,
    regency_code  text,
    district_code text,
    village_code  text NOT NULL,
    regency_name  text,
    district_name text,
    village_name  text,
    local_area    uuid,
    channel       text NOT NULL,
    reporter_role text NOT NULL,
    contexts      text[] NOT NULL,
    body_kind     text NOT NULL,
    body_id       uuid,
    body_area     text,
    wksbm_id      uuid,
    reported_on   date NOT NULL,
    reported_by   uuid NOT NULL,
    people        int NOT NULL,
    top_tier      boolean NOT NULL,
    capacity      text,
    closed_on     date,
    close_reason  text,
    result        text,
    last_delivery date,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.case_file IS 'A case as a whole, by position.';
ALTER TABLE view.case_file
    ADD PRIMARY KEY (tenant_id, generation, case_id, from_position);

CREATE TABLE view.case_subject (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    case_id       uuid NOT NULL,
    person_id     uuid NOT NULL,
    no            int NOT NULL,
    entry         int NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.case_subject IS 'A person concerned by a case, by position.';
ALTER TABLE view.case_subject
    ADD PRIMARY KEY (tenant_id, generation, case_id, person_id, from_position);

CREATE TABLE view.case_category (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    case_id       uuid NOT NULL,
    entry         int NOT NULL,
    code          text NOT NULL,
    open_code     text,
    person_id     uuid,
    top_tier      boolean NOT NULL,
    assigned_on   date NOT NULL,
    removed_on    date,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.case_category IS 'A category of need of a case, by position.';
ALTER TABLE view.case_category
    ADD PRIMARY KEY (tenant_id, generation, case_id, entry, from_position);

CREATE TABLE view.case_service (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    case_id       uuid NOT NULL,
    service_id    uuid NOT NULL,
    entry         int NOT NULL,
    state         text NOT NULL,
    service_kind  text NOT NULL,
    provider      text NOT NULL,
    wksbm_id      uuid,
    kps_id        uuid,
    referral_id   uuid,
    recipients    uuid[] NOT NULL,
    valid_from    date NOT NULL,
    valid_to      date NOT NULL,
    plan_item     int,
    asked_by      uuid NOT NULL,
    ended_on      date,
    end_reason    text,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.case_service IS 'A service wished or assigned in a case, by position.';
ALTER TABLE view.case_service
    ADD PRIMARY KEY (tenant_id, generation, case_id, service_id, from_position);

CREATE TABLE view.case_delivery (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    case_id       uuid NOT NULL,
    entry         int NOT NULL,
    service_id    uuid NOT NULL,
    service_kind  text NOT NULL,
    pillar        text NOT NULL,
    quantity      int NOT NULL,
    unit          text NOT NULL,
    value_idr     bigint,
    fund_book     uuid,
    fund_entry    int,
    recipients    uuid[] NOT NULL,
    delivered_on  date NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.case_delivery IS 'What was given in a case, by position.';
ALTER TABLE view.case_delivery
    ADD PRIMARY KEY (tenant_id, generation, case_id, entry, from_position);

CREATE TABLE view.case_entry (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    case_id       uuid NOT NULL,
    kind          text NOT NULL,
    entry         int NOT NULL,
    no            int NOT NULL,
    happened_on   date NOT NULL,
    data          text NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.case_entry IS 'Assessments, plan, capacity, outcomes and closings, by position.';
ALTER TABLE view.case_entry
    ADD PRIMARY KEY (tenant_id, generation, case_id, kind, entry, no, from_position);

CREATE TABLE view.case_text (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    case_id       uuid NOT NULL,
    entry         int NOT NULL,
    kind          text NOT NULL,
    part          text NOT NULL,
    person_id     uuid,
    sealed        text NOT NULL,
    recorded_by   uuid NOT NULL,
    happened_on   date NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.case_text IS 'Sealed texts of a case as JSON groups, by position.';
ALTER TABLE view.case_text
    ADD PRIMARY KEY (tenant_id, generation, case_id, entry, kind, from_position);

CREATE INDEX case_file_by_urgency ON view.case_file
    (tenant_id, generation, urgency_order, reported_on, case_id, to_position, from_position);
CREATE INDEX case_file_by_report ON view.case_file
    (tenant_id, generation, reported_on, case_id, to_position, from_position);
CREATE INDEX case_file_by_update ON view.case_file
    (tenant_id, generation, updated_at, case_id, to_position, from_position);
CREATE INDEX case_file_by_wksbm ON view.case_file
    (wksbm_id, tenant_id, generation, reported_on, case_id, to_position, from_position);
CREATE INDEX case_file_by_district ON view.case_file
    (district_code, tenant_id, generation, reported_on, case_id, to_position, from_position);
CREATE INDEX case_file_by_village ON view.case_file
    (village_code, tenant_id, generation, reported_on, case_id, to_position, from_position);
CREATE INDEX case_file_open ON view.case_file
    (tenant_id, generation, urgency_order, reported_on, case_id, to_position, from_position)
    WHERE is_open;
CREATE INDEX case_subject_by_person ON view.case_subject
    (person_id, tenant_id, generation, to_position, from_position);
CREATE INDEX case_category_by_code ON view.case_category
    (code, tenant_id, generation, case_id, to_position, from_position);
CREATE INDEX case_service_by_kps ON view.case_service
    (kps_id, tenant_id, generation, to_position, from_position);
CREATE INDEX case_service_by_id ON view.case_service
    (service_id, tenant_id, generation, to_position, from_position);
CREATE INDEX case_delivery_by_service ON view.case_delivery
    (service_id, tenant_id, generation, delivered_on, to_position, from_position);
