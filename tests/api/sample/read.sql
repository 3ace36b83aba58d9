-- name: groups
-- Groups as of a position. $1 tenant, $2 position, $3 valid on: founded by then.
select g.id, g.name, g.name_key, g.stage, g.parent_id, g.founded_on, g.members, g.budget,
       g.active, g.tags, g.updated_at, g.extra::json as extra, g.secret, g.contact::json as contact
from view.sample_group g
where g.tenant_id = $1
  and g.generation = (select l.generation from wahana.projection_version l
                      where l.tenant_id = $1 and l.view = 'sample')
  and g.from_position <= $2 and $2 < g.to_position
  and ($3::date is null or g.founded_on <= $3);

-- name: members
-- Members as of a position. $1 tenant, $2 position, $3 valid on (not used).
select m.id, m.group_id, m.seat, m.name, m.place
from view.sample_member m
where m.tenant_id = $1
  and m.generation = (select l.generation from wahana.projection_version l
                      where l.tenant_id = $1 and l.view = 'sample')
  and m.from_position <= $2 and $2 < m.to_position;

-- name: name_contains
-- Groups whose key contains a text ($4).
strpos(r.name_key, $4) > 0
