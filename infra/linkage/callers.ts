/** Who may call a party: names with hashes of tokens, kept in the party's folder. A token is shown once. */
import { hash, randomBytes, timingSafeEqual } from "node:crypto"
import type { PartyFolder } from "./PartyFolder.ts"

/** `linker`, `operator`, a partner with the key by which it signs, or the `portal`, which shows partners the rounds that are open. */
export interface Caller {
  readonly name: string
  readonly role: "linker" | "operator" | "partner" | "portal"
  /** A partner's kind of organisation. */
  readonly type: string
  /** A partner's public key for signatures; empty for others. */
  readonly publicKey: string
  readonly tokenHash: string
}

const file = "callers"

const hashOf = (token: string): string => hash("sha256", `corridor linkage\0${token}`)

const callersOf = (folder: PartyFolder): ReadonlyArray<Caller> => folder.read<ReadonlyArray<Caller>>(file) ?? []

/** Registers a caller, or gives it a new token, and returns the token. */
export const registerCaller = (folder: PartyFolder, caller: Omit<Caller, "tokenHash">): string => {
  const token = randomBytes(32).toString("base64url")
  const others = callersOf(folder).filter(({ name, role }) => name !== caller.name || role !== caller.role)
  folder.write(file, [...others, { ...caller, tokenHash: hashOf(token) }])
  return token
}

/** Returns the caller of a token; undefined if there is none. */
export const callerByToken = (folder: PartyFolder, token: string): Caller | undefined => {
  const wanted = Buffer.from(hashOf(token))
  return callersOf(folder).find(({ tokenHash }) => {
    const known = Buffer.from(tokenHash)
    return known.length === wanted.length && timingSafeEqual(known, wanted)
  })
}
