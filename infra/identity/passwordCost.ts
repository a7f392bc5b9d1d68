/**
 * What scrypt takes for a password: N, r and p, one of the equivalent settings in OWASP's password storage cheat sheet. A hash needs 32 MiB
 * and a quarter of a second of a processor. Tests have less in their own process (`test/fixtures/fixedSecrets.ts`).
 */
export const passwordCost = { N: 2 ** 15, r: 8, p: 3 }
