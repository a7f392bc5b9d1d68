/**
 * Vintages: marts frozen under a number, a date and a hash. Releases are made from a vintage and from nothing else.
 *
 * A vintage holds counts, never a person's row. When a person who is counted in it is erased, it loses the marts that count the person
 * (`eraseFromVintages.ts`), and what was published from it stays.
 */
import { createHmac, hash } from "node:crypto"
import { Clock, DateTime, Effect, Redacted, Schema } from "effect"
import { newestRecord } from "../../ports/newestRecord.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import type { FrozenMart, LedgerEntry } from "../ledger/LedgerEntry.ts"
import { keepContent, readContent } from "./FrozenContent.ts"
import { frozenMarts, personColumn } from "./frozenMarts.ts"
import { newSalt } from "./newSalt.ts"

/** A vintage cannot be created now, or does not exist. */
export class VintageRefused extends Schema.TaggedError<VintageRefused>()("VintageRefused", {
  message: Schema.String
}) {}

export interface Vintage {
  readonly vintage: number
  /** ISO 8601. */
  readonly createdAt: string
  /** Every record that it counts was stored until then, whatever the clocks were. ISO 8601. */
  readonly countsUntil: string
  readonly hash: string
  /** The marts that the vintage still has. */
  readonly marts: ReadonlyArray<FrozenMart>
  /** Names of the marts that were erased after a withdrawal. */
  readonly erased: ReadonlyArray<string>
  /** Partners of the constant panels that erased marts determined, by cube. */
  readonly panels: Readonly<Record<string, ReadonlyArray<string>>>
}

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
}

/** Returns the existing marts. A rebuilt mart has another identity. */
const martsThere = Effect.fn("Vintages.martsThere")(function* () {
  return yield* Warehouse.query<{ name: string; identity: string }>(
    `SELECT name, concat(toString(uuid), ' ', toString(metadata_modification_time), ' ', toString(total_rows)) AS identity
     FROM system.tables WHERE database = 'corridor_mart' AND name IN {marts:Array(String)} ORDER BY name`,
    { params: { marts: [...frozenMarts] } }
  )
})

/** Returns the lines of a mart: its columns with their types, then its rows ordered by all columns. */
const martLines = Effect.fn("Vintages.martLines")(function* (mart: string) {
  const columns = yield* Warehouse.query<Column>(
    `SELECT table, name, type FROM system.columns
     WHERE database = 'corridor_mart' AND table = {mart:String} ORDER BY position`,
    { params: { mart } }
  )
  if (columns.some(({ name }) => personColumn.test(name)))
    return yield* new VintageRefused({
      message: `The mart ${mart} has a column that identifies persons, so it cannot be frozen.`
    })
  const names = columns.map(({ name }) => `\`${name}\``).join(", ")
  const bytes = yield* Warehouse.queryBytes(
    `SELECT ${names} FROM corridor_mart.${mart} ORDER BY ALL`,
    "JSONCompactEachRow",
    { settings: { output_format_json_quote_64bit_integers: 0 } }
  )
  const rows = Buffer.from(bytes).toString("utf8").split("\n").slice(0, -1)
  return [JSON.stringify(columns.map(({ name, type }) => [name, type])), ...rows]
})

/** Returns the hash that releases cite. It commits to the frozen marts and discloses nothing about them without the salt. */
const commitmentTo = (marts: ReadonlyArray<FrozenMart>, salt: string): string =>
  hash("sha256", JSON.stringify([salt, ...marts.map((one) => [one.mart, one.rows, one.hash])]))

interface Salted extends Vintage {
  /** All marts that were frozen, also those that were erased. The hash commits to them. */
  readonly frozen: ReadonlyArray<FrozenMart>
  /** Undefined for vintages without a salt. */
  readonly salt: string | undefined
}

const toVintage = ({ at, body }: LedgerEntry): ReadonlyArray<Salted> =>
  body.kind === "vintage"
    ? [
        {
          vintage: body.vintage,
          createdAt: DateTime.formatIso(DateTime.makeUnsafe(at)),
          countsUntil: DateTime.formatIso(DateTime.makeUnsafe(Math.max(at, body.newestRecord ?? 0))),
          hash: body.hash,
          marts: body.marts,
          frozen: body.marts,
          erased: [],
          panels: {},
          salt: body.salt
        }
      ]
    : []

const saltedIn = (entries: ReadonlyArray<LedgerEntry>): ReadonlyArray<Salted> => {
  const later = new Map(
    entries.flatMap(({ body }) => (body.kind === "commitment" ? [[body.vintage, body] as const] : []))
  )
  const erasures = entries.flatMap(({ body }) => (body.kind === "erasure" ? [body] : []))
  return entries.flatMap(toVintage).map((one) => {
    const { salt, hash: salted } = one.salt === undefined ? (later.get(one.vintage) ?? one) : one
    const own = erasures.filter(({ vintage }) => vintage === one.vintage)
    const erased = new Set(own.flatMap(({ marts }) => marts))
    return {
      ...one,
      salt,
      hash: salted,
      marts: one.frozen.filter(({ mart }) => !erased.has(mart)),
      erased: [...erased].sort(),
      panels: Object.assign({}, ...own.map(({ panels }) => panels)) as Vintage["panels"]
    }
  })
}

const withoutSalt = ({ salt: _, frozen: _frozen, ...vintage }: Salted): Vintage => vintage

/** Returns the vintages of a ledger, oldest first. */
export const vintagesIn = (entries: ReadonlyArray<LedgerEntry>): ReadonlyArray<Vintage> =>
  saltedIn(entries).map(withoutSalt)

/** Returns the vintage with this number, or the newest without a number; undefined if there is none. */
export const findVintage = (vintages: ReadonlyArray<Vintage>, number?: number): Vintage | undefined =>
  number === undefined ? vintages.at(-1) : vintages.find(({ vintage }) => vintage === number)

/** Returns the message for a vintage that `findVintage` does not find. */
export const noVintage = (number?: number): string =>
  number === undefined
    ? "There is no vintage yet. Create one with 'vintage create'."
    : "There is no such vintage. 'vintage list' shows all."

/** Adds a salt to vintages created before salts existed, so that no later citation has a hash that can be guessed. */
export const saltVintages = Effect.fn("Vintages.salt")(function* () {
  const bare = saltedIn(yield* readLedger()).filter(({ salt }) => salt === undefined)
  for (const { vintage, frozen: marts } of bare) {
    const salt = newSalt()
    yield* append((entries) =>
      saltedIn(entries).some((one) => one.vintage === vintage && one.salt !== undefined)
        ? Effect.fail("salted" as const)
        : Effect.succeed({ kind: "commitment" as const, vintage, salt, hash: commitmentTo(marts, salt) })
    ).pipe(
      Effect.catchIf(
        (error) => error === "salted",
        () => Effect.void
      )
    )
  }
})

/** Returns a vintage with its salt. Fails if there is none with this number. */
const readSalted = Effect.fn("Vintages.readSalted")(function* (number: number) {
  yield* saltVintages()
  const found = saltedIn(yield* readLedger()).find(({ vintage }) => vintage === number)
  if (found?.salt === undefined) return yield* new VintageRefused({ message: noVintage(number) })
  return { ...found, salt: found.salt }
})

/** Verifies that a vintage has all marts that were not erased and matches its hash, and returns it. */
export const verifyVintage = Effect.fn("Vintages.verify")(function* (number: number) {
  const found = yield* readSalted(number)
  for (const { hash: content } of found.marts) yield* readContent(content)
  if (commitmentTo(found.frozen, found.salt) !== found.hash)
    return yield* new VintageRefused({
      message: `Vintage ${number} does not match its recorded hash: its data was changed after it was frozen.`
    })
  return withoutSalt(found)
})

/**
 * Returns the key that decides among suppression patterns of about equal loss in all that is made from a vintage. It comes from the salt,
 * which is random and never shown: a key from the counts could be computed by trying all tables.
 */
export const patternKey = Effect.fn("Vintages.patternKey")(function* (number: number) {
  const { salt } = yield* readSalted(number)
  return Redacted.make(createHmac("sha256", salt).update("suppression pattern").digest("hex"))
})

/** Freezes the current marts. The vintage exists once the ledger has its entry, and is then complete. */
export const createVintage = Effect.fn("Vintages.create")(function* () {
  const before = yield* martsThere()
  if (before.length === 0)
    return yield* new VintageRefused({ message: "There are no marts yet. Build them with 'transform build'." })
  const marts: Array<FrozenMart> = []
  for (const { name } of before) {
    const lines = yield* martLines(name)
    marts.push({ mart: name, rows: lines.length - 1, hash: yield* keepContent(lines) })
  }
  if (JSON.stringify(yield* martsThere()) !== JSON.stringify(before))
    return yield* new VintageRefused({
      message: "The marts were rebuilt during the freeze. Try again when the build has finished."
    })
  const salt = newSalt()
  const newest = yield* newestRecord()
  const isLater = newest > (yield* Clock.currentTimeMillis)
  const entry = yield* append((entries) =>
    Effect.succeed({
      kind: "vintage" as const,
      vintage: vintagesIn(entries).length + 1,
      marts,
      ...(isLater ? { newestRecord: newest } : {}),
      salt,
      hash: commitmentTo(marts, salt)
    })
  )
  return vintagesIn([entry])[0] as Vintage
})

/** Returns all vintages, oldest first. */
export const listVintages = Effect.fn("Vintages.list")(function* () {
  yield* saltVintages()
  return vintagesIn(yield* readLedger())
})

/** Returns whether a vintage has who reported when. */
export const hasCoverage = ({ marts }: Vintage): boolean => marts.some(({ mart }) => mart === "coverage")

/** Returns a mart of a vintage, or fails if it was erased or never frozen. Reads no count. */
export const requireMart = Effect.fn("Vintages.mart")(function* (vintage: Vintage, mart: string) {
  const frozen = vintage.marts.find((one) => one.mart === mart)
  if (frozen === undefined && vintage.erased.includes(mart))
    return yield* new VintageRefused({
      message: `The counts of vintage ${vintage.vintage} were erased after a withdrawal. What was published from it stays. Use a newer vintage, or create one with 'vintage create'.`
    })
  if (frozen === undefined)
    return yield* new VintageRefused({
      message: `Vintage ${vintage.vintage} has no mart ${mart}. Build it and create a new vintage.`
    })
  return frozen
})

/** Returns the rows of a frozen mart as objects by column name. Fails if they were changed. */
export const frozenRows = Effect.fn("Vintages.rows")(function* <Row>(vintage: Vintage, mart: string) {
  const frozen = yield* requireMart(vintage, mart)
  const [header, ...rows] = yield* readContent(frozen.hash)
  const columns = (JSON.parse(header as string) as ReadonlyArray<readonly [string, string]>).map(([name]) => name)
  return rows.map((row) => {
    const values = JSON.parse(row) as ReadonlyArray<unknown>
    return Object.fromEntries(columns.map((name, i) => [name, values[i]])) as Row
  })
})
