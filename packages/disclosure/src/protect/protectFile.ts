import { Effect, type Redacted } from "effect"
import { lineRuleMethod } from "../methods/lineRuleMethod.ts"
import type { ProtectionMethod } from "../methods/ProtectionMethod.ts"
import { protectionMethods } from "../methods/protectionMethods.ts"
import { recodings } from "../recode/recodings.ts"
import type { Profile } from "../rules/Profile.ts"
import { profiles } from "../rules/Profile.ts"
import { unknownSensitive } from "../rules/unknownSensitive.ts"
import { withKnownGroups } from "../rules/withKnownGroups.ts"
import { withSensitiveRows } from "../rules/withSensitiveRows.ts"
import type { CountTable } from "../tables/CountTable.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import { readApriori } from "../tables/readApriori.ts"
import { readCountTable } from "../tables/readCountTable.ts"
import { readHierarchy } from "../tables/readHierarchy.ts"
import { readKnownGroups } from "../tables/readKnownGroups.ts"
import { TableRefused } from "../tables/TableRefused.ts"
import { writeHierarchy } from "../tables/writeHierarchy.ts"
import { writeTable } from "../tables/writeTable.ts"
import { keyFromFile } from "./keyFromFile.ts"
import { notCompared } from "./notCompared.ts"
import { protectionReport } from "./Protection.ts"
import type { ProtectOptions } from "./ProtectOptions.ts"
import { proposeRecodings } from "./proposeRecodings.ts"
import { protectTables } from "./protectTables.ts"
import { publishedTable } from "./publishedTable.ts"
import { readPublished } from "./readPublished.ts"
import { WouldDisclose } from "./WouldDisclose.ts"
import { withSuppressedCounts } from "./withSuppressedCounts.ts"

export interface ProtectFileOptions {
  readonly input: string
  readonly count: string
  readonly dimensions: ReadonlyArray<string>
  readonly total: string
  readonly contributors?: string | undefined
  readonly contributor?: string | undefined
  readonly hierarchy?: string | undefined
  readonly earlier: ReadonlyArray<string>
  /** What the earlier tables were made from, in the same order. Without it, counts that could have stayed the same are assumed to be the same. */
  readonly earlierInput?: ReadonlyArray<string>
  /** Name of a profile. */
  readonly profile: string
  /** Fewest persons of a published cell, instead of the profile's threshold. */
  readonly threshold?: number | undefined
  /** Name of a method. */
  readonly method: string
  /** Secret of random methods. */
  readonly key?: Redacted.Redacted<string> | undefined
  /** CSV file of groups that are known to exist. */
  readonly knownGroups?: string | undefined
  /** CSV file of decisions about single cells: the dimensions, `status`, `reason`. */
  readonly apriori?: string | undefined
  /** Dimensions whose values may harm a person. */
  readonly sensitive?: ReadonlyArray<string>
  /** File with the secret; created with a new one if it does not exist. Takes precedence over `key`. */
  readonly keyFile?: string | undefined
}

export interface ProtectOutOptions extends ProtectFileOptions {
  readonly out: string
  /** Name of a recoding, or `best`. If absent, the table stays unchanged. */
  readonly collapse?: string | undefined
}

const partnersNotCompared =
  "Without --earlier-input it is not known what partners had in earlier tables. What they learn by adding or withdrawing records of their own was not attacked."

const readAll = Effect.fn("protectFile.read")(function* (options: ProtectFileOptions) {
  const { input, count, dimensions, contributors, contributor, total } = options
  const columns = { count, dimensions, contributors, contributor, allPartners: total }
  const read = yield* readCountTable(input, columns, "protect")
  const hierarchy: Hierarchy =
    options.hierarchy === undefined ? [] : yield* readHierarchy(options.hierarchy, dimensions)
  const inputs = yield* Effect.forEach(options.earlierInput ?? [], (file) => readCountTable(file, columns, "protect"))
  if (inputs.length > 0 && inputs.length !== options.earlier.length)
    return yield* new TableRefused({
      message: "Name one --earlier-input for each --earlier, in the same order",
      problems: []
    })
  const earlier = yield* Effect.forEach(options.earlier, (file, k) =>
    Effect.flatMap(readPublished(file, { likelyCount: count }), (one) => {
      const input = inputs[k]
      return input === undefined ? Effect.succeed(one) : withSuppressedCounts(one, input)
    })
  )
  const groups = options.knownGroups === undefined ? [] : yield* readKnownGroups(options.knownGroups, [read])
  const named = profiles.get(options.profile) as Profile
  const profile = options.threshold === undefined ? named : { ...named, threshold: options.threshold }
  const sensitive = options.sensitive ?? []
  const refused = unknownSensitive(sensitive, dimensions)
  if (refused !== undefined) return yield* refused
  const protecting: ProtectOptions = {
    total,
    profile,
    hierarchy,
    earlier: earlier.map((one) => [one]),
    method:
      options.method === lineRuleMethod.name
        ? lineRuleMethod
        : (protectionMethods.get(options.method) as ProtectionMethod),
    key: options.keyFile === undefined ? options.key : yield* keyFromFile(options.keyFile),
    knownGroups: groups,
    sensitive,
    apriori: options.apriori === undefined ? undefined : yield* readApriori(options.apriori, dimensions)
  }
  return {
    table: withSensitiveRows(withKnownGroups(read, groups, hierarchy, total), sensitive, hierarchy, total),
    protecting,
    notCompared: [
      ...notCompared([read], earlier),
      ...(earlier.length > inputs.length && read.contributions !== undefined ? [partnersNotCompared] : [])
    ]
  }
})

/** Decisions name cells by labels that a recoding changes. */
const notRecoded = new TableRefused({
  message: "An a-priori file cannot be used with a recoding. Nothing was written",
  problems: []
})

/**
 * Reports what each recoding of a table would publish. Writes nothing.
 *
 * @example
 * ```ts
 * import { proposeFile, Solver } from "@corridor/disclosure"
 * import { Effect } from "effect"
 *
 * const program = proposeFile({
 *   input: "flows.csv",
 *   count: "victims",
 *   dimensions: ["origin", "destination"],
 *   total: "Total",
 *   earlier: [],
 *   profile: "ctdc-11",
 *   method: "suppression"
 * }).pipe(
 *   Effect.map(({ best }) => best),
 *   Effect.provide(Solver.layer)
 * )
 * ```
 */
export const proposeFile = Effect.fn("proposeFile")(function* (options: ProtectFileOptions) {
  const { table, protecting } = yield* readAll(options)
  if (options.apriori !== undefined) return yield* notRecoded
  const { proposals, best } = yield* proposeRecodings(table, protecting)
  return {
    proposals: proposals.map(({ way, protection: _, ...proposal }) => ({ ...proposal, describe: way.describe })),
    best: best?.name
  }
})

/** Returns the table, recoded if requested, and its protection. */
const protectedWay = Effect.fn("protectFile.way")(function* (
  table: CountTable,
  protecting: ProtectOptions,
  collapse: string | undefined
) {
  if (collapse === undefined)
    return { table, hierarchy: undefined, protection: yield* protectTables([table], protecting) }
  if (protecting.apriori !== undefined) return yield* notRecoded
  if (collapse === "best") {
    const { best } = yield* proposeRecodings(table, protecting)
    if (best?.protection !== undefined) return { ...best.way, protection: best.protection }
    return yield* new WouldDisclose({
      message: "No recoding of this table is safe. Nothing was written",
      narrow: 0,
      undecided: 0
    })
  }
  const { total, hierarchy, profile } = protecting
  const ways = recodings(table, hierarchy, { total, threshold: profile.threshold })
  const way = ways.find(({ name }) => name === collapse)
  if (way === undefined)
    return yield* new TableRefused({
      message: `Unknown recoding. This table has: ${["best", ...ways.map(({ name }) => name)].join(", ")}. --propose shows what each would publish`,
      problems: []
    })
  return {
    ...way,
    protection: yield* protectTables([way.table], { ...protecting, hierarchy: way.hierarchy })
  }
})

/** Returns the file for the hierarchy of a recoded table. */
const hierarchyFile = (out: string): string => `${out.replace(/\.csv$/, "")}.hierarchy.csv`

/**
 * Reads a table, protects it and writes what may be published. Writes nothing if it fails: with `TableRefused` if the
 * input has problems, with `WouldDisclose` if no safe result was found.
 *
 * @example
 * ```ts
 * import { protectFile, Solver } from "@corridor/disclosure"
 * import { Effect } from "effect"
 *
 * const program = protectFile({
 *   input: "flows.csv",
 *   count: "victims",
 *   dimensions: ["origin", "destination"],
 *   total: "Total",
 *   earlier: [],
 *   profile: "ctdc-11",
 *   method: "suppression",
 *   out: "safe.csv"
 * }).pipe(Effect.provide(Solver.layer))
 * ```
 */
export const protectFile = Effect.fn("protectFile")(function* (options: ProtectOutOptions) {
  const { count, total, out } = options
  const read = yield* readAll(options)
  const { table, hierarchy, protection } = yield* protectedWay(read.table, read.protecting, options.collapse)
  const published = publishedTable(table, protection)
  // Readers and audits need to know how recoded labels add up. The hierarchy is written first, since it discloses
  // nothing alone.
  if (hierarchy !== undefined && hierarchy.length > 0) yield* writeHierarchy(hierarchyFile(out), hierarchy)
  yield* writeTable(out, published, { count, total, state: published.state })
  return {
    report: protectionReport(protection, options.method),
    notApplied: protection.notApplied,
    notCompared: read.notCompared
  }
})
