/**
 * Runs many schedules: `npm run simulate -- --runs 10000 --first 1`. Prints each schedule that lost or doubled something, then a summary. Exits
 * with 1 if there was one. `--first SEED --runs 1` replays a schedule; `--without NAME` switches a safeguard off.
 */
import { scriptArguments } from "../../packages/scriptArguments.ts"
import { safeguards } from "./Faults.ts"
import { isGood, type Outcome, simulate } from "./simulate.ts"

const { values } = scriptArguments(import.meta.filename, {
  options: {
    runs: { type: "string", default: "200" },
    first: { type: "string", default: "1" },
    without: { type: "string" }
  }
})

const without = safeguards.find((name) => name === values.without)
const [first, runs] = [Number(values.first), Number(values.runs)]
const startedAt = process.cpuUsage()
const sum = {
  runs: 0,
  bad: 0,
  messages: 0,
  crashes: 0,
  freezes: 0,
  stops: 0,
  rebalances: 0,
  lateInserts: 0,
  withdrawals: 0
}
const add = ({ sent, happened }: Outcome) => {
  sum.runs += 1
  sum.messages += sent
  for (const name of ["crashes", "freezes", "stops", "rebalances", "lateInserts", "withdrawals"] as const)
    sum[name] += happened[name]
}

for (let seed = first; seed < first + runs; seed++) {
  const outcome = simulate(seed, { without })
  add(outcome)
  if (isGood(outcome)) continue
  sum.bad += 1
  console.log(JSON.stringify(outcome))
}
const { user, system } = process.cpuUsage(startedAt)
console.log(JSON.stringify({ ...sum, cpuSeconds: Math.round((user + system) / 1e6) }))
process.exitCode = sum.bad === 0 ? 0 : 1
