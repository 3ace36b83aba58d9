-- Statements of the work lists.

-- name: put
-- Write items over. $1 tenant uuid, $2 process text, $3 items uuid[], $4 days date[]
INSERT INTO wahana.process_item (tenant_id, process, item_id, due)
SELECT $1, $2, i.item_id, i.due FROM unnest($3::uuid[], $4::date[]) AS i (item_id, due)
ON CONFLICT (tenant_id, process, item_id) DO UPDATE SET due = excluded.due;

-- name: remove
-- Take items off. $1 tenant uuid, $2 process text, $3 items uuid[]
DELETE FROM wahana.process_item WHERE tenant_id = $1 AND process = $2 AND item_id = ANY ($3::uuid[]);

-- name: link
-- Link items. $1 tenant uuid, $2 process text, $3 links uuid[], $4 their items uuid[]
INSERT INTO wahana.process_link (tenant_id, process, link_id, item_id)
SELECT $1, $2, l.link_id, l.item_id FROM unnest($3::uuid[], $4::uuid[]) AS l (link_id, item_id);

-- name: unlink
-- Take the links of items off. $1 tenant uuid, $2 process text, $3 items uuid[]
DELETE FROM wahana.process_link WHERE tenant_id = $1 AND process = $2 AND item_id = ANY ($3::uuid[]);

-- name: linked
-- The items of some links. $1 tenant uuid, $2 process text, $3 links uuid[]
SELECT link_id, item_id FROM wahana.process_link
WHERE tenant_id = $1 AND process = $2 AND link_id = ANY ($3::uuid[])
ORDER BY link_id, item_id;

-- name: due
-- A page of what is due. $1 tenant uuid, $2 process text, $3 on this day date, $4 after this day date
-- and $5 this item uuid, $6 items int
SELECT due, item_id FROM wahana.process_item
WHERE tenant_id = $1 AND process = $2 AND due <= $3 AND (due, item_id) > ($4, $5)
ORDER BY due, item_id
LIMIT $6;
