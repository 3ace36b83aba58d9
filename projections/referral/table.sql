-- Referrals: from whom, to whom, on what ground, and where they stand. Texts stand sealed.

CREATE TABLE view.referral_state (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    stream_id  uuid NOT NULL,
    version    int NOT NULL,
    state      bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, stream_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE view.referral_state IS 'State of each referral as the fold has it; sealed, no history.';

CREATE TABLE view.referral (
    tenant_id       uuid NOT NULL,
    generation      int NOT NULL,
    referral_id     uuid NOT NULL,
    case_id         uuid NOT NULL,
    version         int NOT NULL,
    updated_at      timestamptz NOT NULL,
    state           text NOT NULL,
    is_live         boolean NOT NULL,
    is_disclosing   boolean NOT NULL,
    from_kind       text NOT NULL,
    from_id         uuid,
    from_wksbm      uuid,
    from_area       text,
    from_district   text,
    from_regency    text,
    from_name       text,
    via             uuid,
    to_kind         text NOT NULL,
    to_id           uuid,
    to_wksbm        uuid,
    to_area         text,
    to_district     text,
    to_regency      text,
    to_name         text,
    basis           text NOT NULL,
    urgency         text NOT NULL,
    urgency_order   int NOT NULL,
    subjects        uuid[] NOT NULL,
    disclosed       text[] NOT NULL,
    consents        uuid[] NOT NULL,
    override_reason text,
    override_by     uuid,
    review          text[] NOT NULL,
    finding         text,
    requested_on    date NOT NULL,
    requested_by    uuid NOT NULL,
    state_since     date NOT NULL,
    due             date,
    accepted_by     text,
    reason          text,
    from_position   bigint NOT NULL,
    to_position     bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.referral IS 'A referral as a whole, by position.';
ALTER TABLE view.referral
    ADD PRIMARY KEY (tenant_id, generation, referral_id, from_position);

CREATE TABLE view.referral_step (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    referral_id   uuid NOT NULL,
    entry         int NOT NULL,
    case_id       uuid NOT NULL,
    state         text NOT NULL,
    happened_on   date NOT NULL,
    due           date,
    reason        text,
    unit          text,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.referral_step IS 'A change of state of a referral, by position.';
ALTER TABLE view.referral_step
    ADD PRIMARY KEY (tenant_id, generation, referral_id, entry, from_position);

CREATE TABLE view.referral_text (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    referral_id   uuid NOT NULL,
    entry         int NOT NULL,
    case_id       uuid NOT NULL,
    kind          text NOT NULL,
    sealed        text NOT NULL,
    recorded_by   uuid NOT NULL,
    happened_on   date NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL CHECK (to_position > from_position)
);
COMMENT ON TABLE view.referral_text IS 'Sealed texts of a referral as JSON groups, by position.';
ALTER TABLE view.referral_text
    ADD PRIMARY KEY (tenant_id, generation, referral_id, entry, kind, from_position);

CREATE INDEX referral_by_due ON view.referral
    (tenant_id, generation, due, referral_id, to_position, from_position);
CREATE INDEX referral_by_request ON view.referral
    (tenant_id, generation, requested_on, referral_id, to_position, from_position);
CREATE INDEX referral_by_urgency ON view.referral
    (tenant_id, generation, urgency_order, requested_on, referral_id, to_position, from_position);
CREATE INDEX referral_by_case ON view.referral
    (case_id, tenant_id, generation, to_position, from_position);
CREATE INDEX referral_by_receiver ON view.referral
    (to_wksbm, tenant_id, generation, to_position, from_position);
CREATE INDEX referral_by_district ON view.referral
    (to_district, tenant_id, generation, to_position, from_position);
