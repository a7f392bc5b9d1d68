/**
 * Receipts of withdrawals. A person, or an organisation for the person, sees with the code that the withdrawal took effect, when, and which
 * releases preceded it. Nothing else: no partner, no case and no count.
 */
import { hash } from "node:crypto"
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"

const table = "corridor_release.withdrawal_receipt"

/** Crockford's base 32: no letters that look like digits. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const codeLength = 20

/** Returns the code of 100 bits in groups, such as `7Q2M-…`, that 20 or more secret bytes make. */
export const receiptCode = (secret: Uint8Array): string =>
  [...secret.subarray(0, codeLength)].map((byte, i) => (i > 0 && i % 4 === 0 ? "-" : "") + alphabet[byte % 32]).join("")

/** Returns the hash under which a code's receipt is stored. Spaces, hyphens, case and letters that look like digits do not matter. */
export const receiptHash = (code: string): string =>
  hash(
    "sha256",
    `corridor withdrawal receipt\0${code.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1")}`
  )

interface ShownRelease {
  readonly release: number
  readonly publishedOn: string
}

/** What the holder of a code sees. Days are in UTC. */
export interface ShownReceipt {
  readonly tookEffect: string
  /** Releases that are or were public and may count the person, oldest first. */
  readonly releasesBefore: ReadonlyArray<ShownRelease>
  /** The same of later vintages: records of the person came back, and were erased again. */
  readonly releasesLater: ReadonlyArray<ShownRelease>
}

/** Returns the receipt of a code; undefined if there is none. */
export const showReceipt = Effect.fn("withdrawalReceipt.show")(function* (code: string) {
  // Both statements run for every code, so that an answer takes as long as any other.
  const rows = yield* Warehouse.query<{ day: string; last: number; later: ReadonlyArray<number> }>(
    `SELECT toString(toDate(withdrawn_at)) AS day, last_vintage AS last, later_vintages AS later
     FROM ${table} FINAL WHERE hash = {hash:String}`,
    { params: { hash: receiptHash(code) } }
  )
  const [found] = rows
  const releases = yield* Warehouse.query<ShownRelease & { vintage: number }>(
    `SELECT release, vintage, toString(toDate(published_at)) AS publishedOn FROM corridor_release.release FINAL
     WHERE vintage <= {last:UInt32} OR has({later:Array(UInt32)}, vintage) ORDER BY release`,
    { params: { last: found?.last ?? 0, later: found?.later ?? [] } }
  )
  if (found === undefined) return undefined
  const shown = (isLater: boolean) =>
    releases.flatMap(({ vintage, ...release }) => (vintage > found.last === isLater ? [release] : []))
  return { tookEffect: found.day, releasesBefore: shown(false), releasesLater: shown(true) } satisfies ShownReceipt
})
