-- Two shapes of table: rows with a history, and entries that are only ever added.
CREATE TABLE view.thing (
    tenant_id     uuid NOT NULL,
    generation    int NOT NULL,
    thing_id      uuid NOT NULL,
    label         text NOT NULL,
    total         bigint NOT NULL,
    tags          text[] NOT NULL,
    from_position bigint NOT NULL,
    to_position   bigint NOT NULL,
    PRIMARY KEY (tenant_id, generation, thing_id, from_position) INCLUDE (to_position)
);

CREATE TABLE view.thing_entry (
    tenant_id  uuid NOT NULL,
    generation int NOT NULL,
    position   bigint NOT NULL,
    thing_id   uuid NOT NULL,
    delta      bigint NOT NULL,
    PRIMARY KEY (tenant_id, generation, position)
);
