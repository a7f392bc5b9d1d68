/** An operator who withdraws a case with the product's `withdrawCase`, and runs it again after every failure or crash. */
import { Effect, Exit } from "effect"
import { withdrawCase } from "../../ingest/pipeline/WithdrawCase.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { Host } from "./Host.ts"
import { runOnHost } from "./onHost.ts"
import type { World } from "./World.ts"

/** Milliseconds until the operator runs the command again, and within which it is killed if it crashes. */
const [betweenRuns, longestRun] = [2_000, 4_000] as const

/** Nothing waits for approval in this world. */
const nothingWaits = StateStore.of({ query: () => Effect.succeed([]), transaction: (effect) => effect })

/** `random` is from 0 to 1. */
export const withdrawByOperator = (world: World, partner: string, reference: string, random: () => number): void => {
  const { time, faults } = world
  world.openWithdrawals += 1
  const run = () => {
    const host = new Host(world)
    const runAgain = () => {
      host.isDead = true
      time.after(betweenRuns, run)
    }
    const withdrawal = Effect.provideService(withdrawCase(partner, [reference]), StateStore, nothingWaits)
    runOnHost(world, host, withdrawal).addObserver((exit) => {
      if (host.isDead) return
      if (Exit.isFailure(exit)) runAgain()
      else {
        host.isDead = true
        world.openWithdrawals -= 1
      }
    })
    if (faults.killsCommand())
      time.after(random() * longestRun, () => {
        if (!host.isDead) runAgain()
      })
  }
  run()
}
