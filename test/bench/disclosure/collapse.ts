/**
 * What each way to collapse a table of corridors would publish: origin x destination with subregions and regions on both sides, persons expanded from
 * UNODC's corridors with twelve partners: `node test/bench/disclosure/collapse.ts [--partners] [--seed N]`. With `--partners` under the
 * rules on partners too.
 */
import { Effect, References } from "effect"
import { proposeCollapses } from "../../../release/disclosure/protect/proposeCollapses.ts"
import { type Profile, profiles } from "../../../release/disclosure/rules/Profile.ts"
import { Solver } from "../../../release/disclosure/solver/Solver.ts"
import type { CountTable } from "../../../release/disclosure/tables/CountTable.ts"
import { comparedTables, persons } from "./methodsData.ts"

const flag = (name: string) => process.argv.includes(`--${name}`)
const after = (name: string) => (flag(name) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : undefined)

const { tables, hierarchy } = comparedTables(persons(Number(after("seed") ?? 1)), {
  years: false,
  levels: true,
  partners: flag("partners")
})
const { proposals, best } = await Effect.runPromise(
  proposeCollapses(tables[0] as CountTable, {
    total: "Total",
    profile: profiles.get("ctdc-11") as Profile,
    hierarchy
  }).pipe(Effect.provide(Solver.layer), Effect.provideService(References.MinimumLogLevel, "Error"))
)
const rows = [
  ["way", "cells published", "corridors", "their persons", ""],
  ...proposals.map((one) => [
    one.way.describe,
    `${one.published} of ${one.cells}`,
    String(one.corridors),
    one.safe ? `${(100 * one.valueShare).toFixed(1)} %` : "no safe way",
    one === best ? "best" : ""
  ])
]
console.log(rows.map((row) => `| ${row.join(" | ")} |`).join("\n"))
