-- Boards, their terms, seats and handovers. valid_to is infinity while no end is known.

CREATE TABLE view.board_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.board_state IS 'State of each board as the fold has it; no history.';

CREATE TABLE view.board (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    board_id      uuid NOT NULL,
    wksbm_id      uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.board IS 'A board as a whole, by position.';
ALTER TABLE view.board
    ADD PRIMARY KEY (tenant_id, generation, board_id, from_position);
CREATE INDEX board_by_wksbm ON view.board
    (wksbm_id, tenant_id, generation, to_position, from_position);

CREATE TABLE view.board_term (
    tenant_id          uuid NOT NULL,
    generation         int NOT NULL,
    board_id           uuid NOT NULL,
    term_no            int NOT NULL,
    wksbm_id           uuid NOT NULL,
    entry              int NOT NULL,
    valid_from         date NOT NULL,
    valid_to           date NOT NULL,
    closed             boolean NOT NULL,
    decree_no          text,
    decree_issued_on   date,
    decree_issuer_role text,
    from_position      bigint NOT NULL,
    to_position        bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.board_term IS 'A term of a board, by position.';
CREATE INDEX board_term_by_end ON view.board_term
    (tenant_id, generation, valid_to, board_id, term_no, to_position, from_position);
ALTER TABLE view.board_term
    ADD PRIMARY KEY (tenant_id, generation, board_id, term_no, from_position);
CREATE INDEX board_term_by_wksbm ON view.board_term
    (wksbm_id, tenant_id, generation, valid_to, valid_from, to_position, from_position);

CREATE TABLE view.board_seat (
    tenant_id          uuid NOT NULL,
    generation         int NOT NULL,
    board_id           uuid NOT NULL,
    entry              int NOT NULL,
    wksbm_id           uuid NOT NULL,
    term_no            int NOT NULL,
    seat               text NOT NULL,
    seat_rank          int NOT NULL,
    person_id          uuid NOT NULL,
    valid_from         date NOT NULL,
    valid_to           date NOT NULL,
    acting             boolean NOT NULL,
    end_reason         text,
    decree_no          text,
    decree_issued_on   date,
    decree_issuer_role text,
    from_position      bigint NOT NULL,
    to_position        bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.board_seat IS 'A person in a seat of a board, by position.';
ALTER TABLE view.board_seat
    ADD PRIMARY KEY (tenant_id, generation, board_id, entry, from_position);
CREATE INDEX board_seat_by_wksbm ON view.board_seat
    (wksbm_id, tenant_id, generation, valid_to, valid_from, to_position, from_position);
CREATE INDEX board_seat_by_person ON view.board_seat
    (person_id, tenant_id, generation, valid_from, to_position, from_position);

CREATE TABLE view.board_handover (
    tenant_id      uuid NOT NULL,
    generation     int NOT NULL,
    board_id       uuid NOT NULL,
    entry          int NOT NULL,
    wksbm_id       uuid NOT NULL,
    term_no        int NOT NULL,
    held_on        date NOT NULL,
    handed_over_by text NOT NULL,
    received_by    text NOT NULL,
    witnesses      text NOT NULL,
    books          text NOT NULL,
    balances       text NOT NULL,
    from_position  bigint NOT NULL,
    to_position    bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.board_handover IS 'A handover of a board, by position.';
ALTER TABLE view.board_handover
    ADD PRIMARY KEY (tenant_id, generation, board_id, entry, from_position);
CREATE INDEX board_handover_by_wksbm ON view.board_handover
    (wksbm_id, tenant_id, generation, held_on, to_position, from_position);
