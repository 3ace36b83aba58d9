-- Statements of the key store. Every transaction is bound to one tenant: by its first message
-- (BEGIN; SET LOCAL app.tenant), or by the function that is its only statement.

-- name: answer
-- Whether the key store answers at all.
SELECT true;

-- name: ensure_keys
-- The newest key of each (subject, category); what is missing is added under a living epoch.
-- Nothing is added while that epoch is not living: then the missing ones are not in the answer.
-- $1 uuid tenant, $2 uuid[] subjects, $3 text[] categories, $4 bytea[] wrapped new keys,
-- $5 bytea[] their commitments, $6 integer epoch that wrapped them, $7 timestamptz now
SELECT ordinal, version, wrapped, commitment, epoch, epoch_wrapped,
       tenant_version, tenant_wrapped, root_id
  FROM vault.ensure_keys($1, $2, $3, $4, $5, $6, $7)

-- name: read_keys
-- Keys by name; no row for one that was never there. Version 0: the newest.
-- $1 uuid tenant, $2 uuid[] subjects, $3 text[] categories, $4 integer[] versions
SELECT ordinal, version, wrapped, commitment, epoch, epoch_wrapped,
       tenant_version, tenant_wrapped, root_id
  FROM vault.read_keys($1, $2, $3, $4)

-- name: newest_epoch
-- The newest epoch that is not before a month, with the tenant key that wraps its key.
-- $1 uuid tenant, $2 integer month
SELECT e.epoch, e.wrapped AS epoch_wrapped, e.tenant_version, t.wrapped AS tenant_wrapped,
       t.root_id
  FROM vault.epoch_key e
  JOIN vault.tenant_key t ON t.tenant_id = e.tenant_id AND t.version = e.tenant_version
 WHERE e.tenant_id = $1 AND e.epoch >= $2 AND e.state = 'live'
 ORDER BY e.epoch DESC
 LIMIT 1

-- name: add_tenant_key
-- The tenant's first key, unless it has one.
-- $1 uuid tenant, $2 text root key's id, $3 bytea wrapped key, $4 timestamptz now
INSERT INTO vault.tenant_key (tenant_id, version, root_id, wrapped, created_at)
VALUES ($1, 1, $2, $3, $4)
ON CONFLICT DO NOTHING

-- name: newest_tenant_key
-- The tenant's key that wraps new epochs.
-- $1 uuid tenant
SELECT version AS tenant_version, root_id, wrapped AS tenant_wrapped
  FROM vault.tenant_key
 WHERE tenant_id = $1
 ORDER BY version DESC
 LIMIT 1

-- name: add_epoch_key
-- The key of an epoch, unless the epoch has one.
-- $1 uuid tenant, $2 integer epoch, $3 integer version of the tenant's key, $4 bytea wrapped key,
-- $5 timestamptz now
INSERT INTO vault.epoch_key (tenant_id, epoch, tenant_version, wrapped, state, created_at)
VALUES ($1, $2, $3, $4, 'live', $5)
ON CONFLICT DO NOTHING

-- name: lock_subject_keys
-- All versions of a key, locked until the end of the transaction.
-- $1 uuid tenant, $2 uuid subject, $3 text category
SELECT version, commitment, state, hold
  FROM vault.subject_key
 WHERE tenant_id = $1 AND subject = $2 AND category = $3
 ORDER BY version
   FOR UPDATE

-- name: destroy_subject_keys
-- Forget the wrapped bytes of all versions of a key; name and commitment stay.
-- $1 uuid tenant, $2 uuid subject, $3 text category, $4 timestamptz now
UPDATE vault.subject_key
   SET wrapped = NULL, state = 'destroyed', destroyed_at = $4
 WHERE tenant_id = $1 AND subject = $2 AND category = $3 AND state = 'live' AND NOT hold

-- name: hold_subject_keys
-- Lay a legal hold on all versions of a key, or release it.
-- $1 uuid tenant, $2 uuid subject, $3 text category, $4 boolean held
UPDATE vault.subject_key
   SET hold = $4
 WHERE tenant_id = $1 AND subject = $2 AND category = $3
RETURNING version

-- name: lock_epoch
-- An epoch, locked against new keys under it until the end of the transaction.
-- $1 uuid tenant, $2 integer epoch
SELECT e.epoch, e.wrapped AS epoch_wrapped, e.tenant_version, t.wrapped AS tenant_wrapped,
       t.root_id
  FROM vault.epoch_key e
  JOIN vault.tenant_key t ON t.tenant_id = e.tenant_id AND t.version = e.tenant_version
 WHERE e.tenant_id = $1 AND e.epoch = $2 AND e.state = 'live'
   FOR UPDATE OF e

-- name: living_keys_of_epoch
-- The living keys that an epoch wraps; read through a cursor.
-- $1 uuid tenant, $2 integer epoch
SELECT subject, category, version, wrapped, commitment
  FROM vault.subject_key
 WHERE tenant_id = $1 AND epoch = $2 AND state = 'live'

-- name: rewrap_key
-- Put a key under another epoch; one that was destroyed meanwhile stays destroyed. Sent in
-- batches of rows: joined with an array, it would walk the tenant's keys once per batch.
-- $1 uuid tenant, $2 integer old epoch, $3 integer new epoch, $4 uuid subject, $5 text category,
-- $6 integer version, $7 bytea wrapped key
UPDATE vault.subject_key
   SET wrapped = $7, epoch = $3
 WHERE tenant_id = $1 AND subject = $4 AND category = $5 AND version = $6
   AND epoch = $2 AND state = 'live'

-- name: retire_epoch
-- Forget an epoch's key, once no living key is wrapped with it.
-- $1 uuid tenant, $2 integer epoch, $3 timestamptz now
UPDATE vault.epoch_key e
   SET wrapped = NULL, state = 'destroyed', destroyed_at = $3
 WHERE e.tenant_id = $1 AND e.epoch = $2
   AND NOT EXISTS (SELECT FROM vault.subject_key k
                    WHERE k.tenant_id = $1 AND k.epoch = $2 AND k.state = 'live')
RETURNING e.epoch

-- name: holds_keys
-- Whether a row was ever written to the table of the tenants' keys; false where there is no table.
SELECT coalesce(pg_relation_size(to_regclass('vault.tenant_key')), 0) > 0
