/** Corridor's own marts, built by dbt-ts from the project in `transform/`. */
import { fileURLToPath } from "node:url"
import { build } from "@corridor/dbt-ts/Transform"
import { Effect, Schema } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { holdBuildTurn } from "./buildTurn.ts"
import { corridorTarget } from "./CorridorTarget.ts"
import { layer } from "./TransformStore.ts"

/** Corridor's own dbt project. */
export const transformFolder = fileURLToPath(new URL("../../transform", import.meta.url))

/** A model or a test of the marts failed. Their data may be wrong and must not be published. */
export class MartsFailed extends Schema.TaggedError<MartsFailed>()("MartsFailed", { message: Schema.String }) {}

/** Builds all models and tests their data. The project's unit tests are left out: what they compare does not depend on the data. */
export const buildMarts = Effect.fn("BuildMarts.buildMarts")(function* () {
  yield* holdBuildTurn
  const report = yield* build({
    projectDir: transformFolder,
    target: corridorTarget,
    excludeResourceTypes: ["unit_test"]
  }).pipe(Effect.provide(layer))
  if (report.failed > 0)
    return yield* new MartsFailed({
      message: `${report.failed} of the marts' models and tests failed. Run 'transform build' to see which`
    })
  return report
}, Effect.scoped)

const areBuilt = Effect.fn("BuildMarts.areBuilt")(function* () {
  const [row] = yield* Warehouse.query<{ n: number }>(
    "SELECT toFloat64(count()) AS n FROM system.tables WHERE database = 'corridor_mart'"
  )
  return (row?.n ?? 0) > 0
})

/** Rebuilds the marts. Does nothing if they were never built. */
export const rebuildMarts = Effect.fn("BuildMarts.rebuildMarts")(function* () {
  if (yield* areBuilt()) yield* buildMarts()
})
