-- name: status
-- Every generation of views. $1 text[]: views, $2 int[]: their versions, $3 uuid: tenant, or NULL
-- for all.
SELECT tenant_id, view, generation, answers, follows, version, state, position, head,
    waiting_since, stopped_position, error
FROM wahana.view_status($1::text[], $2::int[], $3::uuid)
