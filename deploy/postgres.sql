-- The walls of a PostgreSQL database: who owns the tables cannot log in, and the application cannot change them.
--
--   psql -U postgres -d rectify -f deploy/postgres.sql      -- in the database, as a superuser; may be run again
--   psql -U postgres -c '\password rectify'                 -- the same for rectify_migrate and rectify_drill
--
-- An existing database changes its owner; nothing in it is changed. What is made later follows by default privileges.
--
--   rectify_owner     owns database, tables and guards; cannot log in
--   rectify_migrate   MIGRATE_DATABASE_URL: becomes the owner when it logs in; for migrate and restore
--   rectify           DATABASE_URL: reads and writes rows; no DDL, no temporary tables, no TRUNCATE
--   rectify_drill     DRILL_DATABASE_URL: makes databases of its own for the drill, and cannot enter this one

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['rectify_owner', 'rectify_migrate', 'rectify', 'rectify_drill'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I', role_name);
        END IF;
    END LOOP;
END $$;

ALTER ROLE rectify_owner NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE rectify_migrate LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE rectify LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE rectify_drill LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

GRANT rectify_owner TO rectify_migrate;
REVOKE rectify_owner FROM rectify, rectify_drill;
ALTER ROLE rectify_migrate SET role = 'rectify_owner';
ALTER ROLE rectify_migrate SET search_path = 'public';
ALTER ROLE rectify SET search_path = 'public';

-- ---- the database and its schema ---------------------------------------------------------------------------------------

DO $$
DECLARE
    name text := current_database();
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO rectify_owner', name);
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC, rectify, rectify_drill', name);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO rectify, rectify_migrate', name);
END $$;

ALTER SCHEMA public OWNER TO rectify_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC, rectify;
GRANT USAGE ON SCHEMA public TO rectify;

-- ---- what is there already ---------------------------------------------------------------------------------------------

DO $$
DECLARE
    statement text;
BEGIN
    FOR statement IN
        -- A sequence that belongs to a column follows its table.
        SELECT format(
            'ALTER %s %s OWNER TO rectify_owner',
            CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END,
            oid::regclass
        )
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
            AND relkind IN ('r', 'p', 'v', 'm', 'S')
            AND NOT EXISTS (
                SELECT FROM pg_depend
                WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype IN ('a', 'i', 'e')
            )
        UNION ALL
        SELECT format('ALTER ROUTINE %s OWNER TO rectify_owner', oid::regprocedure)
        FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
            AND NOT EXISTS (
                SELECT FROM pg_depend
                WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e'
            )
    LOOP
        EXECUTE statement;
    END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, rectify;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO rectify;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, rectify;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO rectify;

-- ---- what migrations and a restore make later ----------------------------------------------------------------------------

ALTER DEFAULT PRIVILEGES FOR ROLE rectify_owner GRANT USAGE ON SCHEMAS TO rectify;
ALTER DEFAULT PRIVILEGES FOR ROLE rectify_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO rectify;
ALTER DEFAULT PRIVILEGES FOR ROLE rectify_owner GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO rectify;
