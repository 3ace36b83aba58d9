-- What the reaction about referrals has still to do: referrals from which something can come.

CREATE TABLE view.referral_flow (
    tenant_id   uuid NOT NULL,
    generation  int NOT NULL,
    referral_id uuid NOT NULL,
    case_id     uuid NOT NULL,
    due         date,
    consents    uuid[] NOT NULL,
    PRIMARY KEY (tenant_id, generation, referral_id)
);
COMMENT ON TABLE view.referral_flow IS 'Live referrals by case, day and consent; no history.';
CREATE INDEX referral_flow_by_day ON view.referral_flow (tenant_id, generation, due, referral_id);
CREATE INDEX referral_flow_by_case ON view.referral_flow (case_id, tenant_id, generation);
