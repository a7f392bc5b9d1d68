-- Shows whether a client has the partner's key, which the installation does not have.
ALTER TABLE corridor_raw.partner
    ADD COLUMN IF NOT EXISTS key_check String DEFAULT '' COMMENT 'HMAC of a fixed text under the partner''s own key; empty while none is registered' AFTER token_hash;
