-- Rows of the register. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on (null: no particular day); a condition takes its value as $4. Sealed values are groups.

-- name: looks
-- Accesses to sealed data of a record: who, when and why.
SELECT a.* EXCLUDE (fields),
    a.kind || '_' || a.subject::text AS object,
    ARRAY(SELECT json_array_elements_text(a.fields::json)) AS fields
FROM as_of.person_access a
