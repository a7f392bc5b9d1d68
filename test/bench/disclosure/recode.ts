/**
 * What each way to collapse a table of corridors would publish: origin x destination with subregions and regions on both sides, persons expanded from
 * UNODC's corridors with twelve partners: `node test/bench/disclosure/recode.ts [--partners] [--seed N] [--save]`. With `--partners` under
 * the rules on partners too.
 */
import { join } from "node:path"
import { proposeRecodings } from "@corridor/disclosure/protect/proposeRecodings"
import { type Profile, profiles } from "@corridor/disclosure/rules/Profile"
import { Solver } from "@corridor/disclosure/solver/Solver"
import type { CountTable } from "@corridor/disclosure/tables/CountTable"
import { Effect, References } from "effect"
import { publish } from "../Report.ts"
import { comparedTables, persons } from "./methodsData.ts"

const flag = (name: string) => process.argv.includes(`--${name}`)
const after = (name: string) => (flag(name) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : undefined)

const { tables, hierarchy } = comparedTables(persons(Number(after("seed") ?? 1)), {
  years: false,
  levels: true,
  partners: flag("partners")
})
const { proposals, best } = await Effect.runPromise(
  proposeRecodings(tables[0] as CountTable, {
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
if (flag("save"))
  publish(
    {
      name: `disclosure-collapse${flag("partners") ? "-partners" : ""}`,
      title: "What each way to collapse a table of corridors would publish",
      rows,
      notes: [
        `110,199 persons expanded from UNODC's corridors (seed ${after("seed") ?? 1}), origin x destination with subregions and regions on both sides`,
        `suppression under ctdc-11, rules on partners ${flag("partners") ? "" : "not "}applied; no narrow and no undecided cell in any way`,
        "corridors of labels that are pooled ('Other in ...') are counted as one each"
      ],
      data: { proposals: proposals.map(({ way, protection: _, ...rest }) => ({ ...rest, describe: way.describe })) }
    },
    join(import.meta.dirname, "../results")
  )
