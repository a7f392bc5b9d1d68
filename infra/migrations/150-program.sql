-- The version of the program that applied a migration, which an older program names when it refuses the store.
ALTER TABLE corridor_audit.migration
    ADD COLUMN IF NOT EXISTS program String DEFAULT '' COMMENT 'version of the program that applied the migration; empty before 0.2.0';
