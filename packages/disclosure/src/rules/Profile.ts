/** Disclosure profiles: `profiles.csv`, one row per named and versioned rule set, with its source. */
import { parse } from "csv-parse/sync"
import { Schema } from "effect"
import { profileRows } from "./profileRows.ts"

const optionalNumber = Schema.Union([Schema.Literal(""), Schema.NumberFromString])

/**
 * A row of `profiles.csv`. A rule that a profile does not have is empty.
 *
 * `zeros`: `published` if a zero discloses no person; `known-groups` if a zero of a group that is known to exist is
 * hidden.
 */
const ProfileRow = Schema.Struct({
  name: Schema.String,
  version: Schema.NumberFromString,
  threshold: Schema.NumberFromString,
  contributors: optionalNumber,
  dominance_n: optionalNumber,
  dominance_k: optionalNumber,
  p_percent: optionalNumber,
  zeros: Schema.Literals(["published", "known-groups"]),
  protection: Schema.NumberFromString,
  forbid_small: Schema.Literals(["yes", "no"]),
  round_to: optionalNumber,
  source: Schema.String
})

export interface Profile {
  readonly name: string
  readonly version: number
  /** Fewest persons of a published cell. */
  readonly threshold: number
  /** Fewest partners that must contribute to a published cell; 0 if the profile has no such rule. */
  readonly contributors: number
  /** A cell is unsafe if its largest `n` partners have more than `k` percent of it. */
  readonly dominance: { readonly n: number; readonly k: number } | undefined
  /** A cell is unsafe if its second largest partner can estimate the largest to within this many percent. */
  readonly pPercent: number | undefined
  readonly zeros: "published" | "known-groups"
  /** Minimum width of the interval that an attacker may be left with about a hidden cell. */
  readonly protection: number
  /** Whether the proof that a hidden count lies within 1 to threshold - 1 is a disclosure. */
  readonly forbidSmall: boolean
  /** Base to which published counts are rounded, if the profile rounds. */
  readonly roundTo: number | undefined
  readonly source: string
}

const decode = Schema.decodeUnknownSync(Schema.Array(ProfileRow))

const some = (field: number | ""): number | undefined => (field === "" ? undefined : field)

const toProfile = (row: typeof ProfileRow.Type): Profile => {
  const [n, k] = [some(row.dominance_n), some(row.dominance_k)]
  return {
    name: row.name,
    version: row.version,
    threshold: row.threshold,
    contributors: some(row.contributors) ?? 0,
    dominance: n === undefined || k === undefined ? undefined : { n, k },
    pPercent: some(row.p_percent),
    zeros: row.zeros,
    protection: row.protection,
    forbidSmall: row.forbid_small === "yes",
    roundTo: some(row.round_to),
    source: row.source
  }
}

/**
 * All profiles by name.
 *
 * @example
 * ```ts
 * import { profiles } from "@corridor/disclosure"
 *
 * console.log(profiles.get("ctdc-11")?.threshold) // 11
 * ```
 */
export const profiles: ReadonlyMap<string, Profile> = new Map(
  decode(parse(profileRows, { columns: true })).map((row) => [row.name, toProfile(row)])
)

/** The profile that is used where none is named. */
export const defaultProfile = profiles.get("ctdc-11") as Profile
