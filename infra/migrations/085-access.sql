-- Who may sign in, machines' tokens, and who did what. No secret: passwords and tokens are here as hashes alone.
CREATE DATABASE IF NOT EXISTS corridor_access;

CREATE TABLE IF NOT EXISTS corridor_access.account
(
    account String COMMENT 'name under which somebody signs in',
    role LowCardinality(String) COMMENT 'partner, operator, policy or researcher',
    partner_id String COMMENT 'the partner for which a partner''s account acts; empty for others',
    password_hash String COMMENT 'scrypt with its parameters and salt; empty for an account without a password',
    subject String COMMENT 'subject at the OpenID provider; empty for a local account',
    status Enum8('enabled' = 1, 'disabled' = 2),
    created_at DateTime64(3, 'UTC'),
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY account
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS corridor_access.token
(
    token_id String COMMENT 'the part of a token that may be told',
    account String,
    scopes Array(LowCardinality(String)),
    token_hash String COMMENT 'SHA-256 of the secret part, which is 256 random bits',
    expires_at DateTime64(3, 'UTC') COMMENT 'after rotation or revocation: the end that this gave it',
    created_at DateTime64(3, 'UTC'),
    updated_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY token_id
SETTINGS non_replicated_deduplication_window = 1000;

-- Rows are added and never changed.
CREATE TABLE IF NOT EXISTS corridor_access.log
(
    seq UInt64 COMMENT 'from 1 on, without gaps',
    at UInt64 COMMENT 'milliseconds since 1970',
    kind LowCardinality(String),
    body String COMMENT 'JSON',
    previous String COMMENT 'hash of the entry before; of the first: 64 zeros',
    hash String COMMENT 'SHA-256 of the entry and of the hash before it'
)
ENGINE = MergeTree
ORDER BY seq
SETTINGS non_replicated_deduplication_window = 10000;
