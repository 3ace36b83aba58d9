-- Cards of people in offices: the one table that holds names in clear. To forget a person,
-- delete their rows here; the sealed values elsewhere end with the key.

CREATE TABLE view.person_card (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    person_id     uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    name          text,
    name_key      text COLLATE "C" NOT NULL,
    name_event    uuid,
    forgotten     boolean NOT NULL,
    sex           text,
    area_code     text,
    regency_name  text,
    village_name  text,
    offices       text[] NOT NULL,
    phone         text,
    address       text,
    email         text,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.person_card IS 'Name in clear of a person in an office, by position. Erasable.';
CREATE INDEX person_card_by_name ON view.person_card
    (tenant_id, generation, name_key, person_id, to_position, from_position);
ALTER TABLE view.person_card
    ADD PRIMARY KEY (tenant_id, generation, person_id, from_position);

CREATE TABLE view.person_card_known (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    person_id  uuid NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, person_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.person_card_known IS 'Sealed values and offices of each person; nothing in clear.';
