-- name: add_tenant
-- Put a tenant into the directory and open its log; does nothing if it is there.
-- $1 tenant uuid, $2 slug text, $3 origin text
SELECT wahana.add_tenant($1, $2, $3);

-- name: list_tenants
-- The directory, oldest first.
SELECT tenant_id, slug, origin, registered_at FROM wahana.tenant ORDER BY registered_at, tenant_id;

-- name: find_tenant
-- The tenant of a slug.
-- $1 slug text
SELECT tenant_id, slug, origin, registered_at FROM wahana.tenant WHERE slug = $1;

-- name: add_token
-- Make a token findable by its hash.
-- $1 SHA-256 bytea, $2 tenant uuid, $3 member uuid, $4 token uuid
SELECT wahana.add_token($1, $2, $3, $4);

-- name: find_token
-- Where a token belongs.
-- $1 SHA-256 bytea
SELECT tenant_id, actor_id, token_id FROM wahana.find_token($1);

-- name: add_refusal
-- Record that a command was refused.
-- $1 tenant uuid, $2 id uuid, $3 actor uuid, $4 client text, $5 command text, $6 code text,
-- $7 field text, $8 idempotency key text
INSERT INTO wahana.refusal (tenant_id, refusal_id, actor_id, client, command, code, field, key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: list_refusals
-- A tenant's refusals, newest first.
-- $1 tenant uuid, $2 how many int, $3 older than this id uuid or null
SELECT refusal_id, refused_at, actor_id, client, command, code, field, key
FROM wahana.refusal
WHERE tenant_id = $1 AND ($3::uuid IS NULL OR refusal_id < $3)
ORDER BY refusal_id DESC
LIMIT $2;
