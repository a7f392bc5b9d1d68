/** What `npm run bench -- …` was asked for. */
import { join } from "node:path"
import { parseArgs } from "node:util"
import { type CandidateName, candidateNames } from "./Candidates.ts"

export type Mode = "compare" | "linear" | "latency" | "workers" | "dbt" | "analysis" | "calibration" | "submit" | "api"

export const calibrationParts = ["model", "nowcast", "pool"] as const

/** A part of the calibration's page. */
export type CalibrationPart = (typeof calibrationParts)[number]

export interface BenchOptions {
  readonly mode: Mode
  readonly records: number
  readonly rounds: number
  readonly only: ReadonlyArray<CandidateName>
  /** Parts of the calibration that are simulated anew. */
  readonly parts: ReadonlyArray<CalibrationPart>
  /** Folder of the results. */
  readonly out: string
  readonly seconds: number
  readonly rate: number
  /** A Python environment that has the rival already (dbt, or the packages of the analysis); one is made when left out. */
  readonly venv: string | undefined
  /** Where the API's store is kept for the next time; a folder that goes away when left out. */
  readonly store: string | undefined
}

export const help = `npm run bench -- [OPTIONS]

Compares the pipeline with its rivals on one Kafka topic, in interleaved rounds; all must leave the same rows.

  --records N   records in the topic (4000000; with --linear the smallest of four topics: 1000000; with --workers 1000000)
  --rounds N    rounds (3; with --linear 1)
  --only A,B    candidates: ${candidateNames.join(", ")}
  --out DIR     folder of the results (test/bench/results)

Other measurements, of the product alone:
  --linear      1, 2, 4 and 8 times --records: whether the cost of a record stays within 10 %
  --latency     from produce to visible row at --rate records a second (1000) for --seconds (60)
  --workers     two workers share the partitions: one joins, one leaves, nothing is lost

Of the transform runner:
  --dbt         \`dbt build\` against \`transform build\` on the projects of the conformance tests, in --rounds rounds
  --venv DIR    a Python environment that has the rival's packages; one is made when left out

Of the analysis:
  --analysis    trend tests, STL and PELT of many series against pymannkendall, statsmodels and ruptures (--records: 10000 series)
  --calibration false statements, coverage and power of the count model; writes docs/reference/calibration.md (--records: 1000 series a setting);
                an interrupted run goes on where it was, from --out
  --parts A,B   parts of that page to write anew, the others stay: ${calibrationParts.join(", ")}

Of partners' files:
  --submit      sending a file as CSV and as XLSX, in --rounds rounds (--records: 100000 rows)

Of the API:
  --api         every published address at --rate requests a second (200) for --seconds (60), over a release from --records (10000000)
  --store DIR   keeps the store that is served, or takes the one that is there

Exit codes: 0 done; 1 rows differ, records were lost or the line is not straight; 2 used wrongly; 3 something is missing.`

const usualRecords: Partial<Record<Mode, string>> = {
  compare: "4000000",
  analysis: "10000",
  calibration: "1000",
  submit: "100000",
  api: "10000000"
}

export class WrongUse extends Error {}

const positive = (name: string, text: string) => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new WrongUse(`--${name} takes a whole number from 1`)
  return value
}

const isCandidate = (name: string): name is CandidateName => (candidateNames as ReadonlyArray<string>).includes(name)

/** Undefined when help was asked for. Throws `WrongUse`. */
export const readOptions = (args: ReadonlyArray<string>): BenchOptions | undefined => {
  const { values } = (() => {
    try {
      return parseArgs({
        args: [...args],
        options: {
          records: { type: "string" },
          rounds: { type: "string" },
          only: { type: "string" },
          parts: { type: "string" },
          out: { type: "string" },
          seconds: { type: "string" },
          rate: { type: "string" },
          linear: { type: "boolean" },
          latency: { type: "boolean" },
          workers: { type: "boolean" },
          dbt: { type: "boolean" },
          analysis: { type: "boolean" },
          calibration: { type: "boolean" },
          submit: { type: "boolean" },
          api: { type: "boolean" },
          venv: { type: "string" },
          store: { type: "string" },
          help: { type: "boolean", short: "h" }
        }
      })
    } catch (error) {
      throw new WrongUse(error instanceof Error ? error.message : String(error))
    }
  })()
  if (values.help === true) return undefined
  const modes = (["linear", "latency", "workers", "dbt", "analysis", "calibration", "submit", "api"] as const).filter(
    (mode) => values[mode] === true
  )
  if (modes.length > 1)
    throw new WrongUse(
      "one of --linear, --latency, --workers, --dbt, --analysis, --calibration, --submit and --api at a time"
    )
  const mode: Mode = modes[0] ?? "compare"
  const parts = values.parts?.split(",") ?? calibrationParts
  const asked = calibrationParts.filter((one) => parts.includes(one))
  if (asked.length < parts.length) throw new WrongUse(`--parts takes ${calibrationParts.join(", ")}`)
  const only = values.only?.split(",") ?? candidateNames
  const unknown = only.find((name) => !isCandidate(name))
  if (unknown !== undefined) throw new WrongUse(`--only takes ${candidateNames.join(", ")}`)
  return {
    mode,
    records: positive("records", values.records ?? usualRecords[mode] ?? "1000000"),
    rounds: positive("rounds", values.rounds ?? (mode === "linear" ? "1" : "3")),
    only: only.filter(isCandidate),
    parts: asked,
    out: values.out ?? join(import.meta.dirname, "results"),
    seconds: positive("seconds", values.seconds ?? "60"),
    rate: positive("rate", values.rate ?? (mode === "api" ? "200" : "1000")),
    venv: values.venv,
    store: values.store
  }
}
