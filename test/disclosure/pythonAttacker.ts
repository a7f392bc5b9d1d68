/** The attacker in Python (`attacker.py`), with scipy in a folder of its own in the cache. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isUnknown } from "../../release/disclosure/attack/equationsOf.ts"
import type { Hidden, Knowledge, LinkedSystem, Need } from "../../release/disclosure/system/LinkedSystem.ts"
import { pythonFolder } from "../fixtures/pythonFolder.ts"

const { python, has } = pythonFolder("disclosure-python", join(import.meta.dirname, "requirements.txt"))

/** The interpreter that has scipy. */
export const attackerPython = python

/** Is the attacker there? With `make` the folder is made when it is not; false where Python or its packages can't be had. */
export const hasPythonAttacker = has

/** A system as `attacker.py` reads it: what is hidden is left out of it. */
export const attackerInput = (system: LinkedSystem, hidden: Hidden, known: Knowledge, need?: Need): unknown => {
  const { count, start, part, total } = system.relations
  return {
    value: Array.from(system.value, (v, cell) => (isUnknown(system, hidden, cell) ? null : v)),
    low: [...known.low],
    high: Array.from(known.high, (v) => (v === Number.POSITIVE_INFINITY ? null : v)),
    relations: Array.from({ length: count }, (_, r) => [total[r], [...part.slice(start[r], start[r + 1])]]),
    judge: [...hidden.keys()].filter((cell) => hidden[cell] !== 0),
    ...(need === undefined ? {} : { need: { width: [...need.width], reach: [...need.reach], small: need.small } })
  }
}

export interface PythonVerdict {
  readonly cells: ReadonlyArray<number>
  readonly low: ReadonlyArray<number | null>
  readonly high: ReadonlyArray<number | null>
  readonly narrow: ReadonlyArray<number>
  readonly pinned: number
  readonly broken: number
  readonly infeasible: number
}

/** Attacks systems one after another in one process. */
export const pythonAttack = (systems: ReadonlyArray<unknown>): ReadonlyArray<PythonVerdict> => {
  const work = mkdtempSync(join(tmpdir(), "corridor-attacker-"))
  try {
    const file = join(work, "systems.jsonl")
    writeFileSync(file, systems.map((system) => JSON.stringify(system)).join("\n"))
    const script = join(import.meta.dirname, "attacker.py")
    const ran = spawnSync(python, [script, "--lines", file], { encoding: "utf8", maxBuffer: 2 ** 30 })
    if (ran.status !== 0) throw new Error(`attacker.py failed: ${ran.stderr}`)
    return ran.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as PythonVerdict)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
