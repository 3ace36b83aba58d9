-- Which record of a tenant has which NIK, by a keyed digest (platform/vault/index.py).
--
-- A claim is a hint and a lock, never the truth: what stands sealed in the person's events counts.
-- It is made before the event that holds the NIK and may outlive it, so whoever meets one looks
-- whether the record still has that NIK (platform/unique.py). Rows are deleted when the NIK is
-- corrected or withdrawn, or the person forgotten; the whole table can be filled again from the
-- log. The key of the digest is in no database.

CREATE TABLE wahana.nik_claim (
    tenant_id  uuid NOT NULL,
    digest     bytea NOT NULL CHECK (octet_length(digest) = 16),
    person_id  uuid NOT NULL,
    claimed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant_id, digest)
);
COMMENT ON TABLE wahana.nik_claim IS 'Blind index of NIK: keyed digest to person. Mutable and erasable.';
CREATE INDEX nik_claim_by_person ON wahana.nik_claim (tenant_id, person_id);

ALTER TABLE wahana.nik_claim ENABLE ROW LEVEL SECURITY;
ALTER TABLE wahana.nik_claim FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_read ON wahana.nik_claim FOR SELECT TO wahana_app_ro, wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_insert ON wahana.nik_claim FOR INSERT TO wahana_worker
    WITH CHECK (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_update ON wahana.nik_claim FOR UPDATE TO wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('app.tenant')::uuid);
CREATE POLICY tenant_delete ON wahana.nik_claim FOR DELETE TO wahana_worker
    USING (tenant_id = current_setting('app.tenant')::uuid);

GRANT SELECT ON wahana.nik_claim TO wahana_app_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON wahana.nik_claim TO wahana_worker;
