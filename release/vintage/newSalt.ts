import { randomBytes } from "node:crypto"

/** Returns a salt that nobody can guess. */
export const newSalt = (): string => randomBytes(32).toString("hex")
