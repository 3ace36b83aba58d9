-- name: notify
-- Tell the other processes which logs have grown. $1 text[]: '<tenant uuid> <position>' each
SELECT pg_notify('wahana_log', t.text) FROM unnest($1::text[]) AS t (text);
