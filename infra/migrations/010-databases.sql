-- The stores, each with its own readers: see the table in infra/README.md.
CREATE DATABASE IF NOT EXISTS corridor_raw;
CREATE DATABASE IF NOT EXISTS corridor_staging;
CREATE DATABASE IF NOT EXISTS corridor_mart;
CREATE DATABASE IF NOT EXISTS corridor_release;
CREATE DATABASE IF NOT EXISTS corridor_audit;

-- Which steps were done, and the hash of what they said.
CREATE TABLE IF NOT EXISTS corridor_audit.migration
(
    name String,
    hash String,
    at DateTime('UTC') DEFAULT now()
)
ENGINE = ReplacingMergeTree(at)
ORDER BY name;
