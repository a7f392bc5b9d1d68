-- What follows of a suppressed count from the release that it is of.
ALTER TABLE corridor_release.cell
    ADD COLUMN IF NOT EXISTS low Nullable(UInt64) COMMENT 'the least that a suppressed count can be' AFTER victims,
    ADD COLUMN IF NOT EXISTS high Nullable(UInt64) COMMENT 'the most that a suppressed count can be; null where nothing bounds it' AFTER low;
