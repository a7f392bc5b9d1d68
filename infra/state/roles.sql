-- The roles of the state store in PostgreSQL, each with the rights that it needs and no other:
--
--   corridor_migrator  owns the tables: `corridor migrate`, `restore`
--   corridor_product   reads and writes rows; adds to the chains of the ledger and of the audit log, and changes no entry of them
--   corridor_backup    reads what a backup contains
--
-- Run it as a superuser before the first `corridor migrate`, and again after each, when there are tables to give rights on:
--   psql -v ON_ERROR_STOP=1 -f roles.sql corridor
-- Then set the passwords with psql's \password, which sends no password to the server's log.

DO $$
DECLARE
    role_name text;
    table_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['corridor_migrator', 'corridor_product', 'corridor_backup'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I', role_name);
        END IF;
        EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role_name);
    END LOOP;

    -- Nobody else connects, and nobody but the owner makes tables.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO corridor_migrator, corridor_product, corridor_backup', current_database());
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO corridor_migrator, corridor_product, corridor_backup;
    GRANT CREATE ON SCHEMA public TO corridor_migrator;

    -- Tables that another user made before there were roles.
    FOR table_name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER TABLE public.%I OWNER TO corridor_migrator', table_name);
        EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, corridor_product, corridor_backup', table_name);
    END LOOP;

    IF to_regclass('public.migration') IS NULL THEN
        RAISE NOTICE 'No tables yet: run `corridor migrate` as corridor_migrator, then this script again.';
        RETURN;
    END IF;
    GRANT SELECT ON migration, store TO corridor_product, corridor_backup;
    GRANT SELECT ON account, token, chain_entry, review_setting, partner_event TO corridor_backup;
    GRANT SELECT, INSERT, UPDATE ON account, token TO corridor_product;
    GRANT SELECT, INSERT, UPDATE ON review_setting TO corridor_product;
    GRANT SELECT, INSERT, UPDATE, DELETE ON open_session, review_entry, review_rows TO corridor_product;
    GRANT SELECT, INSERT ON chain_entry, partner_event TO corridor_product;
END
$$;
