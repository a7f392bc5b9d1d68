/** A process that runs the product's pipeline, `Pipeline.runForever`, against the simulated store and log. */
import { Effect, Exit, Fiber } from "effect"
import { type FaultPointName, FaultPoints } from "../../ingest/pipeline/faultPoint.ts"
import { runForever } from "../../ingest/pipeline/Pipeline.ts"
import { Outages } from "../../ingest/pipeline/retryWhileUnavailable.ts"
import { SchemaReaders } from "../../ingest/pipeline/SchemaReaders.ts"
import { testReaders } from "../fixtures/messages.ts"
import { Host } from "./Host.ts"
import { runOnHost } from "./onHost.ts"
import type { World } from "./World.ts"

const readers = SchemaReaders.of({ known: testReaders, learn: () => Effect.void })

export class SimulatedProcess {
  private readonly world: World
  private readonly host: Host
  private readonly fiber: Fiber.Fiber<unknown, unknown>
  private isStopping = false
  /** Why the pipeline ended by itself, which it never should. */
  failure: unknown

  constructor(world: World) {
    this.world = world
    this.host = new Host(world)
    const crashPoint = (name: FaultPointName) =>
      Effect.suspend(() => {
        if (name === "fetched" || name === "planned") world.onLoading()
        if (!world.faults.crashesHere()) return Effect.void
        this.crash()
        return Effect.never
      })
    const pipeline = runForever({ groupId: "simulation", workers: 1, batchSize: world.batchSize }).pipe(
      Effect.provideService(SchemaReaders, readers),
      Effect.provideService(FaultPoints, crashPoint),
      Effect.provideService(Outages, new Map())
    )
    this.fiber = runOnHost(world, this.host, pipeline)
    this.fiber.addObserver((exit) => {
      if (!this.host.isDead && !this.isStopping && Exit.isFailure(exit)) this.failure = exit.cause
      this.host.isDead = true
    })
  }

  get isDead(): boolean {
    return this.host.isDead
  }

  /** Ends the process at once, as `kill -9` does: nothing of it runs again. */
  crash(): void {
    this.world.crashes += 1
    this.host.isDead = true
  }

  freeze(millis: number): void {
    this.host.freeze(millis)
  }

  /** Ends the process in order, as SIGTERM does. */
  stop(): void {
    this.isStopping = true
    const { scheduler } = this.world.time
    Effect.runFork(
      Effect.ensuring(
        Fiber.interrupt(this.fiber),
        Effect.sync(() => (this.host.isDead = true))
      ),
      { scheduler }
    )
  }
}
