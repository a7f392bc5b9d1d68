import { Effect } from "effect"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { embeddedStores, type Stores } from "../fixtures/embeddedStores.ts"
import { temporaryFolder } from "./TestStack.ts"

/** Runs a test with new embedded stores. */
export const inStore = <A, E>(name: string, test: Effect.Effect<A, E, Stores>) =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder(name)
    yield* migrate().pipe(Effect.andThen(test), Effect.provide(embeddedStores(folder)))
  })
