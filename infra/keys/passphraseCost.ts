/**
 * The work factor of scrypt for a passphrase, as the base-2 logarithm of N: age's own default, which needs 256 MiB and some seconds of a
 * processor for each attempt. Tests have less in their own process (`test/fixtures/fixedSecrets.ts`).
 */
export const passphraseCost = { logN: 18 }
