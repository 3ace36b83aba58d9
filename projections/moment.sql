-- The moment of an answer. Both statements give one row: position (bigint), stale (bool), valid_on
-- and today (dates). They are the head of every compiled statement (compile.py), so the position
-- an answer names and its rows come from one snapshot.
-- $1 tenant uuid, $2 position bigint (2^63 - 2: now), $3 valid on date or null (not used here,
-- named so that it has a type), $4 least position wanted bigint, $5 the office's date at the moment

-- name: of_views
-- What all the views have reached, or the position asked for if that is less. A view may be
-- within a command: then the end of the one before it, so that only whole commands are shown. The
-- views and their wanted versions replace {wanted}; the newest version up to it
-- answers. Stale: a view has stopped, is still answered by an older version, has not come to the
-- position asked for, or not to the least one wanted.
select coalesce((
           select case when c.first_position <= m.reached then c.first_position - 1 end
           from wahana.command_log c
           where c.tenant_id = $1::uuid and c.last_position > m.reached
           order by c.tenant_id, c.last_position limit 1
       ), m.reached) as position,
       m.stale, $3::date as valid_on, $5::date as today
from (
    select least($2::bigint, min(coalesce(p.position, 0))) as reached,
           bool_or(coalesce(p.state, 'live') = 'stopped'
                   or coalesce(p.version, wanted.version) < wanted.version
                   or coalesce(p.position, 0) < $4::bigint
                   or ($2::bigint < 9223372036854775806
                       and coalesce(p.position, 0) < $2::bigint)) as stale
    from (values {wanted}) as wanted (view, version)
    left join lateral (
        select c.position, c.state, v.version
        from wahana.projection_version v
        join wahana.projection c on c.tenant_id = v.tenant_id and c.view = v.view
             and c.generation = v.generation
        where v.tenant_id = $1::uuid and v.view = wanted.view and v.version <= wanted.version
              and v.serves
        order by v.version desc limit 1
    ) p on true
) m

-- name: of_log
-- The end of the tenant's log, or the position asked for if that is lower.
select least($2::bigint, h.head) as position,
       (h.head < $4::bigint
        or ($2::bigint < 9223372036854775806 and h.head < $2::bigint)) as stale,
       $3::date as valid_on, $5::date as today
from (select coalesce(max(t.head), 0) as head
      from wahana.tenant_head t where t.tenant_id = $1::uuid) h
