-- Rows of the office. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date: valid on
-- (null: no day in particular); a condition takes its value as $4.

-- name: office
-- The office; with a date: its name on that day, else its newest.
SELECT o.office_id, o.version, o.updated_at, o.slug, o.level, o.area_code, o.area_name,
    o.time_zone, o.log_origin, o.sample, o.backlog_until,
    CASE WHEN $3::date IS NULL THEN o.name ELSE coalesce((
        SELECT n.text FROM json_to_recordset(o.names::json)
            AS n (of int, effective_from date, text text)
        WHERE n.effective_from <= $3::date
        ORDER BY n.effective_from DESC, n.of DESC LIMIT 1
    ), o.name) END AS name
FROM as_of.office o

-- name: office_names
-- The names of the office, each from a day on; with a date: those by then.
SELECT o.office_id, n.of AS entry, n.effective_from, n.text AS name
FROM as_of.office o
CROSS JOIN LATERAL json_to_recordset(o.names::json) AS n (of int, effective_from date, text text)
WHERE ($3::date IS NULL OR n.effective_from <= $3::date)

-- name: office_policies
-- The policies that were set, each from a day on; with a date: the value of that day.
SELECT o.office_id, n.name, n.effective_from, n.value
FROM as_of.office o
CROSS JOIN LATERAL json_to_recordset(o.policies::json)
    AS n (name text, effective_from date, value json)
WHERE ($3::date IS NULL OR (n.effective_from <= $3::date AND NOT EXISTS (
        SELECT FROM json_to_recordset(o.policies::json) AS m (name text, effective_from date)
        WHERE m.name = n.name AND m.effective_from <= $3::date
            AND m.effective_from > n.effective_from)))

-- name: office_editions
-- The category editions adopted, each from a day on; with a date: the one of that day.
SELECT o.office_id, n.of AS entry, n.effective_from, n.text AS edition
FROM as_of.office o
CROSS JOIN LATERAL json_to_recordset(o.editions::json)
    AS n (of int, effective_from date, text text)
WHERE ($3::date IS NULL OR (n.effective_from <= $3::date AND NOT EXISTS (
        SELECT FROM json_to_recordset(o.editions::json) AS m (of int, effective_from date)
        WHERE m.effective_from <= $3::date
            AND (m.effective_from, m.of) > (n.effective_from, n.of))))

-- name: members
-- Who may act in the office.
SELECT m.member_id, m.version, m.updated_at, m.kind, m.person_id, m.label, m.admitted_on
FROM as_of.office_member m

-- name: member_roles
-- The roles of members; with a date: those held on that day (the last day counts).
SELECT m.member_id, g.grant_id, g.role, g.area_code, g.wksbm_ids, g.starts_on, g.ends_on
FROM as_of.office_member m
CROSS JOIN LATERAL json_to_recordset(m.grants::json) AS g (grant_id uuid, role text,
    area_code text, wksbm_ids json, starts_on date, ends_on date)
WHERE ($3::date IS NULL OR (
        g.starts_on <= $3::date AND $3::date <= coalesce(g.ends_on, 'infinity')))

-- name: member_tokens
-- The tokens of members: what they are called and may, never what they are.
SELECT m.member_id, t.token_id, t.grant_id, t.label, t.scopes, t.expires_at, t.revoked
FROM as_of.office_member m
CROSS JOIN LATERAL json_to_recordset(m.tokens::json) AS t (token_id uuid, grant_id uuid,
    label text, scopes text[], expires_at timestamptz, revoked boolean)

-- name: local_areas
-- The office's own areas below the village.
SELECT a.local_area_id, a.version, a.updated_at, a.province_code, a.regency_code, a.district_code,
    a.village_code, a.village_name, a.area_edition, a.kind, a.number, a.name, a.label, a.label_key,
    a.parent_id, a.closed
FROM as_of.office_local_area a

-- name: late_permits
-- Late-entry permits; with a date: those that cover it.
SELECT p.permit_id, p.version, p.updated_at, p.covers_from, p.covers_to, p.until, p.wksbm_id,
    p.reason, p.allowed_by, p.allowed_on, p.revoked, p.revoked_on
FROM as_of.office_late_permit p
WHERE ($3::date IS NULL OR (p.covers_from <= $3::date AND $3::date <= p.covers_to))
