-- Writes of the view. The columns are those of the structs in rows.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.case_file_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.case_file_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: case_last
-- The last version of a row of case_file. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: case_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (case_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.case_id, t.version, t.updated_at, t.stage, t.is_open, t.urgency, t.urgency_order,
        t.target, t.group_name, t.group_size, t.province_code, t.regency_code, t.district_code,
        t.village_code, t.regency_name, t.district_name, t.village_name, t.local_area,
        t.channel, t.reporter_role, t.contexts, t.body_kind, t.body_id, t.body_area, t.wksbm_id,
        t.reported_on, t.reported_by, t.people, t.top_tier, t.capacity, t.closed_on,
        t.close_reason, t.result, t.last_delivery
    FROM view.case_file t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.case_id = w.case_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: case_close
-- End the live version of a row of case_file. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: case_id.
UPDATE view.case_file t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, case_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.case_file t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.case_id = w.case_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: case_begin
-- Write versions of rows of case_file. $1 uuid: tenant, $2 int: generation,
-- $3 view.case_file[]: whole rows.
INSERT INTO view.case_file
SELECT r.* FROM unnest($3::view.case_file[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: subject_last
-- The last version of a row of case_subject. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: case_id, $4 uuid[]: person_id.
SELECT v.* FROM unnest($3::uuid[], $4::uuid[]) AS w (case_id, person_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.case_id, t.person_id, t.no, t.entry
    FROM view.case_subject t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.case_id = w.case_id AND t.person_id = w.person_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: subject_close
-- End the live version of a row of case_subject. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: case_id, $5 uuid[]: person_id.
UPDATE view.case_subject t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::uuid[]) AS w (to_position, case_id, person_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.case_subject t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.case_id = w.case_id AND t.person_id = w.person_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: subject_begin
-- Write versions of rows of case_subject. $1 uuid: tenant, $2 int: generation,
-- $3 view.case_subject[]: whole rows.
INSERT INTO view.case_subject
SELECT r.* FROM unnest($3::view.case_subject[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: category_last
-- The last version of a row of case_category. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: case_id, $4 int[]: entry.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (case_id, entry)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.case_id, t.entry, t.code, t.open_code, t.person_id, t.top_tier, t.assigned_on,
        t.removed_on
    FROM view.case_category t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.case_id = w.case_id AND t.entry = w.entry
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: category_close
-- End the live version of a row of case_category. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: case_id, $5 int[]: entry.
UPDATE view.case_category t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, case_id, entry)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.case_category t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.case_id = w.case_id AND t.entry = w.entry
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: category_begin
-- Write versions of rows of case_category. $1 uuid: tenant, $2 int: generation,
-- $3 view.case_category[]: whole rows.
INSERT INTO view.case_category
SELECT r.* FROM unnest($3::view.case_category[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: service_last
-- The last version of a row of case_service. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: case_id, $4 uuid[]: service_id.
SELECT v.* FROM unnest($3::uuid[], $4::uuid[]) AS w (case_id, service_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.case_id, t.service_id, t.entry, t.state, t.service_kind, t.provider, t.wksbm_id,
        t.kps_id, t.referral_id, t.recipients, t.valid_from, t.valid_to, t.plan_item,
        t.asked_by, t.ended_on, t.end_reason
    FROM view.case_service t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.case_id = w.case_id AND t.service_id = w.service_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: service_close
-- End the live version of a row of case_service. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: case_id, $5 uuid[]: service_id.
UPDATE view.case_service t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::uuid[]) AS w (to_position, case_id, service_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.case_service t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.case_id = w.case_id AND t.service_id = w.service_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: service_begin
-- Write versions of rows of case_service. $1 uuid: tenant, $2 int: generation,
-- $3 view.case_service[]: whole rows.
INSERT INTO view.case_service
SELECT r.* FROM unnest($3::view.case_service[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: delivery_last
-- The last version of a row of case_delivery. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: case_id, $4 int[]: entry.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (case_id, entry)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.case_id, t.entry, t.service_id, t.service_kind, t.pillar, t.quantity, t.unit,
        t.value_idr, t.fund_book, t.fund_entry, t.recipients, t.delivered_on
    FROM view.case_delivery t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.case_id = w.case_id AND t.entry = w.entry
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: delivery_close
-- End the live version of a row of case_delivery. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: case_id, $5 int[]: entry.
UPDATE view.case_delivery t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, case_id, entry)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.case_delivery t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.case_id = w.case_id AND t.entry = w.entry
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: delivery_begin
-- Write versions of rows of case_delivery. $1 uuid: tenant, $2 int: generation,
-- $3 view.case_delivery[]: whole rows.
INSERT INTO view.case_delivery
SELECT r.* FROM unnest($3::view.case_delivery[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: entry_last
-- The last version of a row of case_entry. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: case_id, $4 text[]: kind, $5 int[]: entry, $6 int[]: no.
SELECT v.* FROM unnest($3::uuid[], $4::text[], $5::int[], $6::int[]) AS w (case_id, kind, entry, no)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.case_id, t.kind, t.entry, t.no, t.happened_on, t.data
    FROM view.case_entry t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.case_id = w.case_id AND t.kind = w.kind AND t.entry = w.entry AND t.no = w.no
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: entry_close
-- End the live version of a row of case_entry. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: case_id, $5 text[]: kind, $6 int[]: entry, $7 int[]: no.
UPDATE view.case_entry t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::text[], $6::int[], $7::int[]) AS w (to_position, case_id, kind, entry, no)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.case_entry t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.case_id = w.case_id AND t.kind = w.kind AND t.entry = w.entry AND t.no = w.no
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: entry_begin
-- Write versions of rows of case_entry. $1 uuid: tenant, $2 int: generation,
-- $3 view.case_entry[]: whole rows.
INSERT INTO view.case_entry
SELECT r.* FROM unnest($3::view.case_entry[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: text_last
-- The last version of a row of case_text. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: case_id, $4 int[]: entry, $5 text[]: kind.
SELECT v.* FROM unnest($3::uuid[], $4::int[], $5::text[]) AS w (case_id, entry, kind)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.case_id, t.entry, t.kind, t.part, t.person_id, t.sealed, t.recorded_by, t.happened_on
    FROM view.case_text t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.case_id = w.case_id AND t.entry = w.entry AND t.kind = w.kind
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: text_close
-- End the live version of a row of case_text. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: case_id, $5 int[]: entry, $6 text[]: kind.
UPDATE view.case_text t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[], $6::text[]) AS w (to_position, case_id, entry, kind)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.case_text t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.case_id = w.case_id AND t.entry = w.entry AND t.kind = w.kind
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: text_begin
-- Write versions of rows of case_text. $1 uuid: tenant, $2 int: generation,
-- $3 view.case_text[]: whole rows.
INSERT INTO view.case_text
SELECT r.* FROM unnest($3::view.case_text[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
