-- Persons by the types of partners that know them, of each closed linkage round (docs/linkage.md). No token, and no partner but the one that a
-- cell's persons are attributed to, which the rules on partners' shares need.
CREATE TABLE IF NOT EXISTS corridor_raw.linkage_history
(
    round LowCardinality(String),
    partner_id LowCardinality(String) COMMENT 'the first by name of the partners that know the persons',
    history String COMMENT 'types of partners that know the persons, joined by +',
    year LowCardinality(String),
    persons UInt32,
    linked_at DateTime('UTC')
)
ENGINE = MergeTree
ORDER BY (round, history, year, partner_id)
SETTINGS non_replicated_deduplication_window = 100;
