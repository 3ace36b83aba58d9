-- What the reaction about services has still to do: cases with running services.

CREATE TABLE view.service_flow (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    case_id    uuid NOT NULL,
    ends_on    date NOT NULL,
    PRIMARY KEY (tenant_id, generation, case_id)
);
COMMENT ON TABLE view.service_flow IS 'Open cases by the day on which a period of service is over; no history.';
CREATE INDEX service_flow_by_day ON view.service_flow (tenant_id, generation, ends_on, case_id);
