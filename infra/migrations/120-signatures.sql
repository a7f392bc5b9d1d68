-- Signatures of the ledger's entries, and the public keys of tokens, with which accounts sign their own decisions.
ALTER TABLE corridor_vintage.ledger
    ADD COLUMN IF NOT EXISTS key String DEFAULT '' COMMENT 'public key of the signature, Ed25519 in base64url; empty before signatures existed',
    ADD COLUMN IF NOT EXISTS signature String DEFAULT '' COMMENT 'signature of the hash';
ALTER TABLE corridor_access.token
    ADD COLUMN IF NOT EXISTS public_key String DEFAULT '' COMMENT 'Ed25519 key derived from the secret part; empty for a token from before it existed';
