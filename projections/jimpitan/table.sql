-- Jimpitan: one row per round of a night, with its lines as JSON.

CREATE TABLE view.jimpitan_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.jimpitan_state IS 'State of each book as the fold has it; no history.';

CREATE TABLE view.jimpitan_round (
    tenant_id   uuid NOT NULL,
    generation  int NOT NULL,
    book_id     uuid NOT NULL,
    entry_no    int NOT NULL,
    wksbm_id    uuid NOT NULL,
    position    bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor_id    uuid NOT NULL,
    night       date NOT NULL,
    route       text,
    unit        text NOT NULL,
    amount      bigint NOT NULL,
    households  int NOT NULL,
    gave        int NOT NULL,
    measure     text,
    quantity    text,
    grams_each  int,
    collectors  text NOT NULL,
    lines       text NOT NULL,
    corrects_no int
);
COMMENT ON TABLE view.jimpitan_round IS 'A round of a night; it never changes.';
CREATE INDEX jimpitan_round_by_night ON view.jimpitan_round
    (tenant_id, generation, night, book_id, entry_no, position);
ALTER TABLE view.jimpitan_round
    ADD PRIMARY KEY (tenant_id, generation, book_id, entry_no);
CREATE INDEX jimpitan_round_by_wksbm ON view.jimpitan_round
    (wksbm_id, tenant_id, generation, night, book_id, entry_no, position);
