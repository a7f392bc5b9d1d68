-- Persons once at each partner beside persons once (docs/decisions/0902-persons-with-noise.md): what the partner of the row knows itself.
ALTER TABLE corridor_raw.linkage_history
    ADD COLUMN IF NOT EXISTS at_partner UInt32 COMMENT 'persons of the history and year that the partner knows, attributed to it or not';

-- Links of planted twins that each rule of a closed round missed. Twins are invented: nothing here depends on a real person.
CREATE TABLE IF NOT EXISTS corridor_raw.linkage_error
(
    round LowCardinality(String),
    rule LowCardinality(String) COMMENT 'a linkage rule, or all',
    missed UInt32 COMMENT 'pairs of twins that the rule did not find',
    pairs UInt32,
    linked_at DateTime('UTC')
)
ENGINE = MergeTree
ORDER BY (round, rule)
SETTINGS non_replicated_deduplication_window = 100;
