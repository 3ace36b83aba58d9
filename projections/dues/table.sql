-- Dues. What is due and what was paid of one payer and period is one row; a payment gives it a
-- version, and no other row.

CREATE TABLE view.dues_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.dues_state IS 'State of each book as the fold has it; no history.';

CREATE TABLE view.dues_rate (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    book_id       uuid NOT NULL,
    entry         int NOT NULL,
    wksbm_id      uuid NOT NULL,
    amount        bigint NOT NULL,
    unit          text NOT NULL,
    frequency     text NOT NULL,
    valid_from    date NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.dues_rate IS 'What every payer owes each period, by position.';
ALTER TABLE view.dues_rate
    ADD PRIMARY KEY (tenant_id, generation, book_id, entry, from_position);

CREATE TABLE view.dues_payer (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    book_id       uuid NOT NULL,
    payer_id      uuid NOT NULL,
    wksbm_id      uuid NOT NULL,
    year          int NOT NULL,
    unit          text NOT NULL,
    entry         int NOT NULL,
    household_id  uuid,
    enrolled_from date NOT NULL,
    pledge        bigint,
    left_on       date,
    exemptions    text NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.dues_payer IS 'A payer of a book, by position.';
ALTER TABLE view.dues_payer
    ADD PRIMARY KEY (tenant_id, generation, book_id, payer_id, from_position);
CREATE INDEX dues_payer_by_wksbm ON view.dues_payer
    (wksbm_id, tenant_id, generation, year, book_id, payer_id, to_position, from_position);
CREATE INDEX dues_payer_by_person ON view.dues_payer
    (payer_id, tenant_id, generation, year, book_id, to_position, from_position);

CREATE TABLE view.dues_period (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    book_id       uuid NOT NULL,
    payer_id      uuid NOT NULL,
    period        date NOT NULL,
    wksbm_id      uuid NOT NULL,
    ends_on       date NOT NULL,
    due           bigint NOT NULL,
    paid          bigint NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.dues_period IS 'What is due and paid of a payer for a period, by position.';
ALTER TABLE view.dues_period
    ADD PRIMARY KEY (tenant_id, generation, book_id, payer_id, period, from_position);
CREATE INDEX dues_period_by_wksbm ON view.dues_period
    (wksbm_id, tenant_id, generation, period, book_id, payer_id, to_position, from_position);

CREATE TABLE view.dues_payment (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    book_id    uuid NOT NULL,
    entry_no   int NOT NULL,
    payer_id   uuid NOT NULL,
    period     date NOT NULL,
    amount     bigint NOT NULL
);
COMMENT ON TABLE view.dues_payment IS 'What a line of dues was paid for.';
ALTER TABLE view.dues_payment
    ADD PRIMARY KEY (tenant_id, generation, book_id, entry_no);
