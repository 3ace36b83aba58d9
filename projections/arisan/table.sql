-- Arisan: cycles, shares, rounds and debts.

CREATE TABLE view.arisan_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.arisan_state IS 'State of each cycle as the fold has it; no history.';

CREATE TABLE view.arisan_cycle (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    cycle_id      uuid NOT NULL,
    wksbm_id      uuid NOT NULL,
    version       int NOT NULL,
    updated_at    timestamptz NOT NULL,
    title         text NOT NULL,
    unit          text NOT NULL,
    contribution  bigint NOT NULL,
    frequency     text NOT NULL,
    method        text NOT NULL,
    cut           bigint NOT NULL,
    starts_on     date NOT NULL,
    state         text NOT NULL,
    closed_on     date,
    share_count   int NOT NULL,
    won_count     int NOT NULL,
    current_round int,
    missing       bigint,
    owed          bigint NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.arisan_cycle IS 'A cycle, by position.';
CREATE INDEX arisan_cycle_by_start ON view.arisan_cycle
    (tenant_id, generation, starts_on, cycle_id, to_position, from_position);
ALTER TABLE view.arisan_cycle
    ADD PRIMARY KEY (tenant_id, generation, cycle_id, from_position);
CREATE INDEX arisan_cycle_by_wksbm ON view.arisan_cycle
    (wksbm_id, tenant_id, generation, starts_on, cycle_id, to_position, from_position);

CREATE TABLE view.arisan_share (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    cycle_id      uuid NOT NULL,
    no            int NOT NULL,
    wksbm_id      uuid NOT NULL,
    member_id     uuid NOT NULL,
    won_round     int,
    in_draw       boolean NOT NULL,
    next          boolean NOT NULL,
    unpaid        bigint NOT NULL,
    owed          bigint NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.arisan_share IS 'A share of a cycle, by position.';
ALTER TABLE view.arisan_share
    ADD PRIMARY KEY (tenant_id, generation, cycle_id, no, from_position);
CREATE INDEX arisan_share_by_member ON view.arisan_share
    (member_id, tenant_id, generation, to_position, from_position);

CREATE TABLE view.arisan_round (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    cycle_id      uuid NOT NULL,
    no            int NOT NULL,
    wksbm_id      uuid NOT NULL,
    state         text NOT NULL,
    collected_on  date,
    collected     bigint NOT NULL,
    covered       bigint NOT NULL,
    missing       bigint NOT NULL,
    winner_share  int,
    winner_id     uuid,
    drawn_on      date,
    method        text,
    candidates    text NOT NULL,
    seed          text,
    witnesses     text NOT NULL,
    bid           bigint NOT NULL,
    pot           bigint NOT NULL,
    paid_on       date,
    paid          bigint NOT NULL,
    withheld      bigint NOT NULL,
    receipt_no    text,
    payments      text NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.arisan_round IS 'A round of a cycle, by position.';
ALTER TABLE view.arisan_round
    ADD PRIMARY KEY (tenant_id, generation, cycle_id, no, from_position);

CREATE TABLE view.arisan_debt (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    cycle_id      uuid NOT NULL,
    share         int NOT NULL,
    round         int NOT NULL,
    wksbm_id      uuid NOT NULL,
    member_id     uuid NOT NULL,
    amount        bigint NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.arisan_debt IS 'What a share owes for a round that is drawn, by position.';
ALTER TABLE view.arisan_debt
    ADD PRIMARY KEY (tenant_id, generation, cycle_id, share, round, from_position);
