/** A process that runs the product's pipeline, `Pipeline.runForever`, against the simulated store and log. */
import { Clock, Effect, Exit, Fiber, Logger, References } from "effect"
import { KeyStore, KeyStoreError } from "../../ingest/keys/KeyStore.ts"
import { WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { FaultPoints } from "../../ingest/pipeline/faultPoint.ts"
import { runForever } from "../../ingest/pipeline/Pipeline.ts"
import { Outages } from "../../ingest/pipeline/retryWhileUnavailable.ts"
import { SchemaReaders } from "../../ingest/pipeline/SchemaReaders.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { testKeys, testReaders } from "../fixtures/messages.ts"
import { Host } from "./Host.ts"
import { logPort } from "./logPort.ts"
import { storePort } from "./storePort.ts"
import type { World } from "./World.ts"

const keyStoreOf = ({ partners, withoutKey }: World) => {
  const unused = () => Effect.die("The pipeline does not change keys.")
  const listing = (partner: string) => ({
    partner,
    versions: [{ version: 1, created: "2026-11-24" }],
    shredded: null,
    destroyed: false
  })
  return KeyStore.of({
    keysOf: (partner) =>
      Effect.suspend(() =>
        withoutKey.has(partner)
          ? Effect.fail(new KeyStoreError({ partner, message: "The key is missing." }))
          : Effect.succeed(testKeys)
      ),
    list: Effect.succeed(partners.map(listing)),
    partners: Effect.succeed(partners),
    create: unused,
    addVersion: unused,
    condemn: unused,
    destroy: unused,
    protect: unused
  })
}

const noWithdrawals = WithdrawalLog.of({
  append: () => Effect.void,
  all: Effect.succeed({ entries: [], damaged: 0 })
})

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
    const crashPoint = () =>
      Effect.suspend(() => {
        if (!world.faults.crashesHere()) return Effect.void
        this.crash()
        return Effect.never
      })
    const pipeline = runForever({ groupId: "simulation", workers: 1, batchSize: world.batchSize }).pipe(
      Effect.provideService(Warehouse, storePort(world, this.host)),
      Effect.provideService(EventLog, logPort(world, this.host)),
      Effect.provideService(KeyStore, keyStoreOf(world)),
      Effect.provideService(WithdrawalLog, noWithdrawals),
      Effect.provideService(SchemaReaders, readers),
      Effect.provideService(FaultPoints, crashPoint),
      Effect.provideService(Outages, new Map()),
      Effect.provideService(Clock.Clock, this.host.clock),
      Effect.provideService(Logger.CurrentLoggers, new Set()),
      Effect.provideService(References.TracerEnabled, false)
    )
    this.fiber = Effect.runFork(pipeline, { scheduler: world.time.scheduler })
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
