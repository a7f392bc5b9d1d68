-- Lists of estimates of persons known to nobody, and persons whom other partners know too (docs/decisions/0903-histories-and-shared-cases.md).
ALTER TABLE corridor_raw.linkage_history
    ADD COLUMN IF NOT EXISTS groups String COMMENT 'groups of types of partners that know the persons, joined by +',
    ADD COLUMN IF NOT EXISTS others String COMMENT 'types of the other partners that know the persons, joined by +; empty if there is none';
