-- name: leaf
-- leaf/1 and its hash, for every event of a tenant. $1 tenant uuid, $2 the log's origin text
SELECT l.leaf, sha256('\x00'::bytea || l.leaf) AS leaf_hash
FROM wahana.event e
CROSS JOIN LATERAL (
    SELECT convert_to(
        format(
            '{"actor":"%s","enc":"json/1","event":"%s","log":"%s",'
            '"meta_len":"%s","meta_sha256":"%s","payload_len":"%s","payload_sha256":"%s",'
            '"pos":"%s","rec":"%s","schema":"%s","stream":"%s","topic":"%s",'
            '"v":"leaf/1","ver":"%s"}',
            e.actor_id, e.event_id, $2::text,
            octet_length(e.meta), encode(sha256(e.meta), 'hex'),
            octet_length(e.payload), encode(sha256(e.payload), 'hex'),
            e.position - 1,
            to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            e.schema_version, e.stream_id, e.topic, e.version
        ),
        'UTF8'
    ) AS leaf
) AS l
WHERE e.tenant_id = $1
ORDER BY e.position;
