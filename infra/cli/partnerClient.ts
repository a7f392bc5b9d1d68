/** What a partner's machine without a stack keeps: its key, and its token for a remote Corridor. */
import { dirname, join } from "node:path"
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect, Redacted } from "effect"
import type { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readOrMakeKey } from "../../ingest/partners/PartnerSecrets.ts"
import { enrolAt } from "../../ingest/portal/node/enrolAt.ts"
import { makeOutputFolder, writeOnceMade } from "../../ports/files/OutputFile.ts"
import { readTextFile } from "../process/OwnerOnlyFile.ts"
import { accountToken } from "../settings/Settings.ts"
import { secretArgument } from "./secretArgument.ts"

/** Returns the path of the partner's own key in a folder of keys. */
export const ownKeyFile = (keys: string, partner: PartnerId): string => join(keys, "partners", `${partner}.key`)
const tokenFile = (keys: string, partner: PartnerId): string => join(keys, "partners", `${partner}.token`)

/** Returns whether the partner was enrolled on this machine, which has its token since. */
export const isEnrolled = (keys: string, partner: PartnerId): boolean =>
  readTextFile(tokenFile(keys, partner)) !== undefined

/** Reads the partner's key, or makes it and says so. */
export const keyForServer = Effect.fn("partnerClient.key")(function* (file: string, print: (lines: string) => void) {
  const { key, isNew } = yield* readOrMakeKey(file)
  if (isNew)
    print(
      `Made the partner's key: ${file}. Keep a copy in a safe place, and use the same file in the portal: with another key, later records of a case are counted as another person.`
    )
  return key
})

interface Enrolling {
  readonly server: string
  /** The one-time code, or '-'. */
  readonly code: string
  readonly keys: string
  readonly partner: PartnerId
  readonly key: Redacted.Redacted<Uint8Array>
}

/** Registers the key with the server, and keeps the token in an owner-only file. */
export const enrolHere = Effect.fn("partnerClient.enrol")(function* ({ server, code, keys, partner, key }: Enrolling) {
  const secret = yield* secretArgument("the code of an invitation", code)
  const file = tokenFile(keys, partner)
  yield* makeOutputFolder(dirname(file))
  // The code can be used once: it is used when there is room for the token.
  const access = yield* writeOnceMade(file, enrolAt(server, secret, partner, key), ({ token }) => `${token}\n`)
  return { ...access, file }
})

/** Returns the token for the server: the given one, the one for a code, or the one that an earlier code gave. */
export const tokenForServer = Effect.fn("partnerClient.token")(function* (
  given: Omit<Enrolling, "code"> & { readonly token: string | undefined; readonly code: string | undefined }
) {
  const { token, code, keys, partner } = given
  if (token !== undefined) return yield* secretArgument("--token", token)
  if (code !== undefined) return (yield* enrolHere({ ...given, code })).token
  const kept = readTextFile(tokenFile(keys, partner))?.trim()
  const set = yield* accountToken
  return (
    kept ??
    (set === undefined ? undefined : Redacted.value(set)) ??
    (yield* new UsageError({
      message:
        "--server needs a token, with --token - on standard input or in CORRIDOR_TOKEN, or once the code of the operator's invitation: --enrol -."
    }))
  )
})
