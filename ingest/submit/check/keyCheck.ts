/**
 * The check value of a partner's key: HMAC-SHA-256 of a fixed text, as 64 hexadecimal digits. The server keeps it instead of the key. It shows
 * whether two keys are equal, and discloses nothing of the key or of any pseudonym: no case number is this text.
 */
import type { PartnerHasher } from "./PartnerHasher.ts"

const text = "\u0000corridor key check 1"

export const keyCheckOf = async (hasher: PartnerHasher): Promise<string> => (await hasher.hmacHex([text]))[0] as string
