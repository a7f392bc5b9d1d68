/** The signing key of a token. It follows from the token's secret, so only the token's holder can sign with it. */
import { Redacted } from "effect"
import { type Signing, signingFrom } from "../chain/Signature.ts"
import type { Secret } from "./Identity.ts"

const shape = /^cor_([0-9a-f]{18})_([A-Za-z0-9_-]{43})$/

/** Returns the id and the secret part of a token; undefined if it is not one. */
export const tokenParts = (token: Secret) => {
  const [, id, secret] = shape.exec(Redacted.value(token)) ?? []
  return id === undefined || secret === undefined ? undefined : { id, secret }
}

export interface TokenSigning extends Signing {
  /** Id of the token. */
  readonly token: string
}

/** Returns the signing key of a token; undefined if it is not one. */
export const tokenSigning = (token: Secret): TokenSigning | undefined => {
  const parts = tokenParts(token)
  return parts === undefined
    ? undefined
    : { token: parts.id, ...signingFrom(parts.secret, "corridor ledger signature of a token") }
}
