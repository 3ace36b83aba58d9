-- The register: persons, consents, aliases, duplicates, households, looks. To forget a person the
-- key goes; every personal value here is sealed under it.

CREATE TABLE view.person_registry_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.person_registry_state IS 'State of each person and household as the fold has it; sealed, no history.';

CREATE TABLE view.person_registry (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    person_id     uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    name          text,
    nik           text,
    birth_date    text,
    phone         text,
    address       text,
    email         text,
    birth_year    int,
    sex           text,
    nik_state     text NOT NULL,
    nik_missing   text,
    nik_record    uuid,
    warnings      text[] NOT NULL,
    legal_basis   text,
    area_code     text,
    province_code text,
    regency_code  text,
    district_code text,
    village_code  text,
    regency_name  text,
    district_name text,
    village_name  text,
    died_on       date,
    certificate   text,
    merged_into   uuid,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.person_registry IS 'A person, by position. Sealed values as JSON groups; nothing personal in clear.';
ALTER TABLE view.person_registry
    ADD PRIMARY KEY (tenant_id, generation, person_id, from_position);

CREATE TABLE view.person_consent (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    person_id     uuid NOT NULL,
    consent_id    uuid NOT NULL,
    record        uuid NOT NULL,
    purpose       text NOT NULL,
    scope         text[] NOT NULL,
    giver         text NOT NULL,
    giver_person  uuid,
    giver_name    text,
    method        text,
    proof         text,
    wksbm_id      uuid,
    given_on      date NOT NULL,
    until         date,
    withdrawn_on  date,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.person_consent IS 'A consent, by position.';
ALTER TABLE view.person_consent
    ADD PRIMARY KEY (tenant_id, generation, person_id, consent_id, from_position);

CREATE TABLE view.person_alias (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    person_id     uuid NOT NULL,
    entry         int NOT NULL,
    kind          text NOT NULL,
    alias         text NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.person_alias IS 'A name that a person goes by, sealed, by position.';
ALTER TABLE view.person_alias
    ADD PRIMARY KEY (tenant_id, generation, person_id, entry, from_position);

CREATE TABLE view.person_duplicate (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    person_id     uuid NOT NULL,
    other_id      uuid NOT NULL,
    state         text NOT NULL,
    score         int NOT NULL,
    basis         text[] NOT NULL,
    suspected_by  uuid NOT NULL,
    suspected_at  timestamptz NOT NULL,
    decided_by    uuid,
    decided_at    timestamptz,
    survivor      uuid,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.person_duplicate IS 'Two records that may be of one person, by position.';
ALTER TABLE view.person_duplicate
    ADD PRIMARY KEY (tenant_id, generation, person_id, other_id, from_position);

CREATE TABLE view.household (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    household_id  uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    head_id       uuid,
    size          int NOT NULL,
    kk            text,
    address       text,
    area_code     text,
    province_code text,
    regency_code  text,
    district_code text,
    village_code  text,
    regency_name  text,
    district_name text,
    village_name  text,
    formed_on     date NOT NULL,
    dissolved_on  date,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.household IS 'A household, by position.';
ALTER TABLE view.household
    ADD PRIMARY KEY (tenant_id, generation, household_id, from_position);

CREATE TABLE view.household_member (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    household_id  uuid NOT NULL,
    person_id     uuid NOT NULL,
    entry         int NOT NULL,
    role          text NOT NULL,
    since         date NOT NULL,
    left_on       date,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.household_member IS 'Somebody in a household, by position.';
ALTER TABLE view.household_member
    ADD PRIMARY KEY (tenant_id, generation, household_id, person_id, entry, from_position);

CREATE TABLE view.person_access (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    position   bigint NOT NULL,
    subject    uuid NOT NULL,
    kind       text NOT NULL,
    fields     text NOT NULL,
    reason     text NOT NULL,
    letter     text,
    member_id  uuid NOT NULL,
    role       text NOT NULL,
    looked_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, generation, position)
);
COMMENT ON TABLE view.person_access IS 'Who had sealed data of a record opened, when and why; only added to.';
CREATE INDEX person_access_by_subject ON view.person_access (subject, tenant_id, generation, position);
CREATE INDEX person_access_by_member ON view.person_access (member_id, tenant_id, generation, position);

CREATE INDEX person_registry_by_update ON view.person_registry
    (tenant_id, generation, updated_at, person_id, to_position, from_position);
CREATE INDEX person_registry_by_person ON view.person_registry
    (person_id, tenant_id, generation, to_position, from_position);
CREATE INDEX person_registry_by_district ON view.person_registry
    (district_code, tenant_id, generation, updated_at, person_id, to_position, from_position);
CREATE INDEX person_registry_by_village ON view.person_registry
    (village_code, tenant_id, generation, updated_at, person_id, to_position, from_position);
CREATE INDEX person_consent_by_day ON view.person_consent
    (tenant_id, generation, given_on, person_id, consent_id, to_position, from_position);
CREATE INDEX person_consent_by_person ON view.person_consent
    (person_id, tenant_id, generation, given_on, consent_id, to_position, from_position);
CREATE INDEX person_duplicate_by_state ON view.person_duplicate
    (tenant_id, generation, state, suspected_at, person_id, other_id, to_position, from_position);
CREATE INDEX person_duplicate_by_other ON view.person_duplicate
    (other_id, tenant_id, generation, to_position, from_position);
CREATE INDEX household_by_update ON view.household
    (tenant_id, generation, updated_at, household_id, to_position, from_position);
CREATE INDEX household_by_village ON view.household
    (village_code, tenant_id, generation, updated_at, household_id, to_position, from_position);
CREATE INDEX household_member_by_person ON view.household_member
    (person_id, tenant_id, generation, to_position, from_position);
