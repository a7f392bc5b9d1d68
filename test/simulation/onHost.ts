/** Runs the product's code on a simulated host: its store, log, keys and clock are those of the simulation. */
import { Clock, Effect, type Fiber, Logger, References } from "effect"
import { KeyStore, KeyStoreError } from "../../ingest/keys/KeyStore.ts"
import { WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { testKeys } from "../fixtures/messages.ts"
import type { Host } from "./Host.ts"
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

/** The withdrawal log is a file that all processes share. */
const withdrawalLogOf = ({ withdrawals }: World) =>
  WithdrawalLog.of({
    append: (entries) => Effect.sync(() => void withdrawals.push(...entries)),
    all: Effect.sync(() => ({ entries: [...withdrawals], damaged: 0 }))
  })

type Services = Warehouse | EventLog | KeyStore | WithdrawalLog

/** Starts an effect on a host. When the host dies, nothing of it runs again. */
export const runOnHost = <A, E>(world: World, host: Host, effect: Effect.Effect<A, E, Services>): Fiber.Fiber<A, E> =>
  effect.pipe(
    Effect.provideService(Warehouse, storePort(world, host)),
    Effect.provideService(EventLog, logPort(world, host)),
    Effect.provideService(KeyStore, keyStoreOf(world)),
    Effect.provideService(WithdrawalLog, withdrawalLogOf(world)),
    Effect.provideService(Clock.Clock, host.clock),
    Effect.provideService(Logger.CurrentLoggers, new Set()),
    Effect.provideService(References.TracerEnabled, false),
    (run) => Effect.runFork(run, { scheduler: world.time.scheduler })
  )
