-- Books of funds. Rupiah and grams are bigint in one column, each with its unit beside it; they are
-- never added, because a book has one unit. What is only added has no versions: its position is one
-- of its columns, and an entry's number rises with it.

CREATE TABLE view.fund_book_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.fund_book_state IS 'State of each book as the fold has it; no history.';

CREATE TABLE view.fund_book (
    tenant_id          uuid NOT NULL,
    generation         int NOT NULL,
    book_id            uuid NOT NULL,
    wksbm_id           uuid NOT NULL,
    kind               text NOT NULL,
    unit               text NOT NULL,
    year               int NOT NULL,
    title              text,
    opens_on           date NOT NULL,
    scope              text NOT NULL,
    may_pay_operations boolean NOT NULL,
    permit_no          text,
    permit_until       date,
    state              text NOT NULL,
    sealed_to          date,
    from_position      bigint NOT NULL,
    to_position        bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.fund_book IS 'A book of a fund, by position.';
CREATE INDEX fund_book_by_year ON view.fund_book
    (tenant_id, generation, year, wksbm_id, kind, unit, book_id, to_position, from_position);
ALTER TABLE view.fund_book
    ADD PRIMARY KEY (tenant_id, generation, book_id, from_position);
CREATE INDEX fund_book_by_wksbm ON view.fund_book
    (wksbm_id, tenant_id, generation, kind, unit, year, to_position, from_position);

CREATE TABLE view.fund_balance (
    tenant_id   uuid NOT NULL,
    generation  int NOT NULL,
    book_id     uuid NOT NULL,
    position    bigint NOT NULL,
    version     int NOT NULL,
    recorded_at timestamptz NOT NULL,
    entries     int NOT NULL,
    balance     bigint NOT NULL
);
COMMENT ON TABLE view.fund_balance IS 'The balance of a book after each of its events.';
ALTER TABLE view.fund_balance
    ADD PRIMARY KEY (tenant_id, generation, book_id, position)
    INCLUDE (balance, entries, version, recorded_at);

CREATE TABLE view.fund_entry (
    tenant_id           uuid NOT NULL,
    generation          int NOT NULL,
    book_id             uuid NOT NULL,
    entry_no            int NOT NULL,
    wksbm_id            uuid NOT NULL,
    position            bigint NOT NULL,
    version             int NOT NULL,
    event_id            uuid NOT NULL,
    recorded_at         timestamptz NOT NULL,
    actor_id            uuid NOT NULL,
    day                 date NOT NULL,
    kind                text NOT NULL,
    amount              bigint NOT NULL,
    unit                text NOT NULL,
    balance             bigint NOT NULL,
    person_id           uuid,
    period              date,
    receipt_no          text,
    receipt_sha256      text,
    purpose             text,
    donor_kind          text,
    organisation        text,
    publishable         boolean NOT NULL,
    decision_meeting_id uuid,
    decision_no         int,
    approved_by         uuid,
    reverses_no         int,
    reverses_book_id    uuid,
    reverses_day        date,
    reason              text,
    corrects_no         int,
    twin_book_id        uuid,
    twin_entry_no       int,
    twin_amount         bigint,
    households          int,
    gave                int,
    case_id             uuid,
    goods               text,
    rice                text,
    note                text,
    buyer               text
);
COMMENT ON TABLE view.fund_entry IS 'An entry of a cash book; it never changes.';
CREATE INDEX fund_entry_by_day ON view.fund_entry
    (tenant_id, generation, day, book_id, entry_no, position);
ALTER TABLE view.fund_entry
    ADD PRIMARY KEY (tenant_id, generation, book_id, entry_no);
CREATE INDEX fund_entry_by_book ON view.fund_entry
    (book_id, tenant_id, generation, day, entry_no, position);
CREATE INDEX fund_entry_by_wksbm ON view.fund_entry
    (wksbm_id, tenant_id, generation, day, book_id, entry_no, position);
CREATE INDEX fund_entry_by_person ON view.fund_entry
    (person_id, tenant_id, generation, day, book_id, entry_no, position);
CREATE INDEX fund_entry_by_decision ON view.fund_entry
    (decision_meeting_id, tenant_id, generation, decision_no, book_id, entry_no, position);

CREATE TABLE view.fund_mark (
    tenant_id      uuid NOT NULL,
    generation     int NOT NULL,
    book_id        uuid NOT NULL,
    entry_no       int NOT NULL,
    position       bigint NOT NULL,
    reversed_in    uuid,
    reversed_by    int,
    receipt_no     text,
    receipt_sha256 text
);
COMMENT ON TABLE view.fund_mark IS 'What came to an entry later: its reversal, another receipt number.';
ALTER TABLE view.fund_mark
    ADD PRIMARY KEY (tenant_id, generation, book_id, entry_no, position);

CREATE TABLE view.fund_day (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    book_id       uuid NOT NULL,
    day           date NOT NULL,
    received      bigint NOT NULL,
    paid          bigint NOT NULL,
    closing       bigint NOT NULL,
    entries       int NOT NULL,
    last_position bigint NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.fund_day IS 'The balance at the end of a day, by position.';
ALTER TABLE view.fund_day
    ADD PRIMARY KEY (tenant_id, generation, book_id, day, from_position)
    INCLUDE (to_position, closing, entries, last_position);

CREATE TABLE view.fund_seal (
    tenant_id       uuid NOT NULL,
    generation      int NOT NULL,
    book_id         uuid NOT NULL,
    month           date NOT NULL,
    opening         bigint NOT NULL,
    received        bigint NOT NULL,
    paid            bigint NOT NULL,
    closing         bigint NOT NULL,
    entries         int NOT NULL,
    last_entry_no   int NOT NULL,
    digest          text NOT NULL,
    sealed_by       uuid NOT NULL,
    sealed_at       timestamptz NOT NULL,
    sealed_position bigint NOT NULL,
    approved_by     uuid,
    approved_at     timestamptz,
    from_position   bigint NOT NULL,
    to_position     bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.fund_seal IS 'A sealed month, by position.';
ALTER TABLE view.fund_seal
    ADD PRIMARY KEY (tenant_id, generation, book_id, month, from_position);

CREATE TABLE view.fund_count (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    book_id       uuid NOT NULL,
    entry         int NOT NULL,
    wksbm_id      uuid NOT NULL,
    counted_on    date NOT NULL,
    counted       bigint NOT NULL,
    balance       bigint NOT NULL,
    difference    bigint NOT NULL,
    witnesses     text NOT NULL,
    booked_no     int,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.fund_count IS 'A count of the box, by position.';
ALTER TABLE view.fund_count
    ADD PRIMARY KEY (tenant_id, generation, book_id, entry, from_position);
CREATE INDEX fund_count_by_wksbm ON view.fund_count
    (wksbm_id, tenant_id, generation, counted_on, to_position, from_position);
