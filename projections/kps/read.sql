-- Rows of member bodies and partners. Each statement takes $1 uuid: tenant, $2 bigint: position (as
-- of), $3 date: valid on; a condition takes its value as $4. Today is the date in the office's zone.

-- name: bodies
-- Every member body; with a date: those that belonged to a WKSBM on that day.
SELECT k.kps_id, k.wksbm_id, k.version, k.updated_at, k.name, k.name_key, k.kps_kind, k.is_formal,
    k.legal_no, k.origin, k.pillars, k.local_area, k.people, k.joined_on,
    k.left_on, k.leave_reason,
    k.joined_on <= {on_day}
        AND k.left_on > {on_day} AS is_member
FROM as_of.kps k
WHERE ($3::date IS NULL OR (k.joined_on <= $3::date AND $3::date < k.left_on))

-- name: offers
-- The kinds of services that bodies offer; with a date: on that day.
SELECT s.kps_id, s.entry, s.wksbm_id, s.service_kind, s.pillar, s.valid_from,
    s.valid_to
FROM as_of.kps_service s
WHERE ($3::date IS NULL OR (s.valid_from <= $3::date AND $3::date < s.valid_to))

-- name: offers_service
-- It offers the kind of service $4 text on the day ($3, else today).
EXISTS (
    SELECT FROM as_of.kps_service s
    WHERE s.kps_id = r.kps_id AND s.service_kind = $4
        AND s.valid_from <= {on_day}
        AND s.valid_to > {on_day})

-- name: liaisons
-- The members of the office who act for bodies.
SELECT k.kps_id, k.wksbm_id, m.no::int AS no, m.member_id
FROM as_of.kps k
CROSS JOIN LATERAL unnest(k.liaisons) WITH ORDINALITY AS m (member_id, no)

-- name: conflicts
-- Conflicts of interest, as they stand on each of the two bodies.
SELECT c.kps_id, c.conflict_id, c.wksbm_id, c.other_id, c.matter, c.state, c.how, c.declared_on,
    c.settled_on
FROM as_of.kps_conflict c
WHERE ($3::date IS NULL OR (c.declared_on <= $3::date
        AND $3::date < coalesce(c.settled_on, 'infinity')))

-- name: partners
-- Partners of WKSBM; with a date: those linked on that day.
SELECT p.partner_id, p.wksbm_id, p.version, p.updated_at, p.kind, p.name, p.other_wksbm, p.scope,
    p.agreement_no, p.linked_on, p.unlinked_on
FROM as_of.network_partner p
WHERE ($3::date IS NULL OR (p.linked_on <= $3::date
        AND $3::date < coalesce(p.unlinked_on, 'infinity')))
