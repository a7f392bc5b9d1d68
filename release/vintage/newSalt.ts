import { randomBytes } from "node:crypto"

/** Returns a random salt. */
export const newSalt = (): string => randomBytes(32).toString("hex")
