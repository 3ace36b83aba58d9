-- name: tables
-- What release 0.1.0 made of the sample view, as the owner: names without versions.
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
SELECT wahana.protect_view_table('view.thing'), wahana.protect_view_table('view.thing_entry');
INSERT INTO wahana.view_definition VALUES
    ('thing', decode(repeat('00', 32), 'hex'), ARRAY['view.thing', 'view.thing_entry'], now())

-- name: begin
-- A live generation. $1 uuid: tenant, $2 int: generation, $3 int: version, $4 bigint: position.
INSERT INTO wahana.projection VALUES ($1, 'thing', $2, $3, $4, 'live', NULL, NULL, now())

-- name: serve
-- Queries read it. $1 uuid: tenant, $2 int: generation.
INSERT INTO wahana.projection_live VALUES ($1, 'thing', $2)

-- name: thing
-- A version of a thing. $1 uuid: tenant, $2 int: generation, $3 … the columns in their order.
INSERT INTO view.thing VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: read
-- How release 0.1.0 reads things. $1 uuid: tenant, $2 bigint: position.
SELECT t.label FROM view.thing t
WHERE t.tenant_id = $1 AND t.from_position <= $2 AND $2 < t.to_position
    AND t.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'thing')

-- name: behind
-- How its worker finds what to do.
SELECT view, generation, state, position FROM wahana.behind(ARRAY['thing'], ARRAY[1])

-- name: advance
-- How its worker moves a checkpoint. $1 uuid: tenant, $2 int: generation, $3 bigint: to.
UPDATE wahana.projection SET position = $3
WHERE tenant_id = $1 AND view = 'thing' AND generation = $2 AND version <= 1
    AND state IN ('live', 'building')
