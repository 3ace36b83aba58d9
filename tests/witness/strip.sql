-- Takes the rows of the views out, which the log gives again, and that they were ever begun. The
-- processes keep theirs: one that began again would act again.
DO $$
DECLARE
    v_table text;
BEGIN
    FOR v_table IN
        SELECT unnest(d.tables) FROM wahana.view_definition d
        WHERE d.view NOT IN ('service_flow', 'referral_flow')
    LOOP
        EXECUTE format('TRUNCATE %s', v_table);
    END LOOP;
END;
$$;
DELETE FROM wahana.projection_live WHERE view NOT IN ('service_flow', 'referral_flow');
DELETE FROM wahana.projection WHERE view NOT IN ('service_flow', 'referral_flow');
