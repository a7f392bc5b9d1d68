-- Links between different invented persons (docs/decisions/0902-persons-with-noise.md): nothing here depends on a real person.
ALTER TABLE corridor_raw.linkage_error
    ADD COLUMN IF NOT EXISTS false_links UInt32 COMMENT 'pairs of different invented persons that the rule linked',
    ADD COLUMN IF NOT EXISTS strangers UInt32 COMMENT 'pairs of different invented persons',
    ADD COLUMN IF NOT EXISTS dispersion Float64 DEFAULT 1 COMMENT 'variance of the false links by that of independent ones';
