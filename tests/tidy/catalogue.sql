-- What a database holds of ours, read from its catalogue. Schemas: wahana, view, vault.

-- name: tables
-- Every table: its name and whether row-level security is enabled and forced.
SELECT n.nspname || '.' || c.relname AS name, c.relrowsecurity AS enabled,
    c.relforcerowsecurity AS forced, r.rolname AS owner
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_roles r ON r.oid = c.relowner
WHERE n.nspname IN ('wahana', 'view', 'vault') AND c.relkind IN ('r', 'p')
ORDER BY 1

-- name: keys
-- Every key: table, kind (p, u, f), its columns in order, and whether the first may be null.
SELECT k.conrelid::regclass::text AS name, k.contype::text AS kind,
    (SELECT array_agg(a.attname::text ORDER BY x.n) FROM unnest(k.conkey) WITH ORDINALITY x (no, n)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.no) AS columns,
    (SELECT NOT a.attnotnull FROM pg_attribute a
        WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]) AS nullable
FROM pg_constraint k
JOIN pg_namespace n ON n.oid = k.connamespace
WHERE n.nspname IN ('wahana', 'view', 'vault') AND k.contype IN ('p', 'u', 'f')
ORDER BY 1, 2, 3

-- name: unique_indexes
-- Every unique index that belongs to no constraint, with its first column.
SELECT i.indexrelid::regclass::text AS name, a.attname AS first_column
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
WHERE n.nspname IN ('wahana', 'view', 'vault') AND i.indisunique
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)

-- name: policies
-- Every policy: its table, the roles it is for, its two conditions.
SELECT p.polrelid::regclass::text AS name, p.polname::text AS policy, p.polpermissive AS permissive,
    p.polcmd::text AS command,
    ARRAY(SELECT CASE WHEN r = 0 THEN 'PUBLIC' ELSE r::regrole::text END
        FROM unnest(p.polroles) r ORDER BY 1) AS roles,
    pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check
FROM pg_policy p
ORDER BY 1, 2

-- name: roles
-- Our roles and what they could do past every rule.
SELECT r.rolname::text AS name, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb
    OR r.rolreplication AS above_rules
FROM pg_roles r WHERE r.rolname LIKE 'wahana\_%' ORDER BY 1

-- name: owned
-- What each of our roles owns: relations, functions, types, schemas.
SELECT owner::regrole::text AS owner, what FROM (
    SELECT c.relowner AS owner, c.oid::regclass::text AS what FROM pg_class c
    UNION ALL SELECT p.proowner, p.oid::regprocedure::text FROM pg_proc p
    UNION ALL SELECT t.typowner, t.oid::regtype::text FROM pg_type t
    UNION ALL SELECT n.nspowner, n.nspname FROM pg_namespace n
    UNION ALL SELECT d.datdba, d.datname FROM pg_database d WHERE d.datname = current_database()
) x
WHERE owner::regrole::text LIKE 'wahana\_%' AND owner::regrole::text <> current_user

-- name: functions
-- Every function: who may execute it (PUBLIC without a list), its settings and kind of security.
SELECT p.oid::regprocedure::text AS name, p.prosecdef AS definer, p.provolatile::text AS volatility,
    l.lanname::text AS language, coalesce(p.proconfig, '{}') AS settings,
    pg_get_function_result(p.oid) AS result,
    encode(sha256(convert_to(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), 'UTF8')), 'hex')
        AS body,
    ARRAY(SELECT DISTINCT CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END
        FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
        WHERE g.grantee <> p.proowner ORDER BY 1) AS executors
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
WHERE n.nspname IN ('wahana', 'view', 'vault')
ORDER BY 1

-- name: columns
-- Every column of tables and row types, in order.
SELECT n.nspname || '.' || c.relname AS name, c.relkind::text AS kind, a.attname::text AS column,
    format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS needed,
    pg_get_expr(d.adbin, d.adrelid) AS default,
    CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END
        AS collation
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE n.nspname IN ('wahana', 'view', 'vault') AND c.relkind IN ('r', 'p', 'c', 'v')
    AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY 1, a.attnum

-- name: constraints
-- Every constraint but NOT NULL, as it would be written.
SELECT k.conrelid::regclass::text AS name, pg_get_constraintdef(k.oid) AS definition
FROM pg_constraint k
JOIN pg_namespace n ON n.oid = k.connamespace
WHERE n.nspname IN ('wahana', 'view', 'vault') AND k.contype IN ('p', 'u', 'f', 'c')
ORDER BY 1, k.contype DESC, 2

-- name: indexes
-- Every index that belongs to no constraint, as it would be written.
SELECT i.indrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('wahana', 'view', 'vault')
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
ORDER BY 1, 2

-- name: grants
-- What each role may do with each table or column.
SELECT name, grantee, string_agg(privilege, ', ' ORDER BY privilege) AS privileges FROM (
    SELECT c.oid::regclass::text AS name, g.grantee::regrole::text AS grantee,
        g.privilege_type AS privilege
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(c.relacl) g
    WHERE n.nspname IN ('wahana', 'view', 'vault') AND g.grantee <> c.relowner
    UNION ALL
    SELECT c.oid::regclass::text, g.grantee::regrole::text,
        g.privilege_type || ' (' || string_agg(a.attname::text, ', ' ORDER BY a.attnum) || ')'
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(a.attacl) g
    WHERE n.nspname IN ('wahana', 'view', 'vault')
    GROUP BY 1, 2, g.privilege_type
) x
GROUP BY 1, 2 ORDER BY 1, 2

-- name: options
-- Storage options of tables that have any.
SELECT c.oid::regclass::text AS name, c.reloptions AS options
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('wahana', 'view', 'vault') AND c.relkind = 'r' AND c.reloptions IS NOT NULL
ORDER BY 1

-- name: remarks
-- What is said about tables.
SELECT c.oid::regclass::text AS name, obj_description(c.oid, 'pg_class') AS remark
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('wahana', 'view', 'vault') AND c.relkind IN ('r', 'p') ORDER BY 1
