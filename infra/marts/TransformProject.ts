/** Selects the target and the rights of a dbt project: Corridor's own or another one. */
import { realpathSync } from "node:fs"
import { resolve } from "node:path"
import { parseYaml } from "@corridor/dbt-ts/project/files/Yaml"
import { ClickHouse } from "@corridor/dbt-ts/store/ClickHouse"
import { protectDatabases } from "@corridor/dbt-ts/store/ProtectedDatabases"
import { defaultTarget, type Target } from "@corridor/dbt-ts/TransformOptions"
import { Effect, FileSystem, Layer } from "effect"
import type { Warehouse } from "../../ports/Warehouse.ts"
import { transformFolder } from "./BuildMarts.ts"
import { corridorTarget } from "./CorridorTarget.ts"
import * as TransformStore from "./TransformStore.ts"

const realPath = (path: string): string => {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

/** Returns true for the project in Corridor's `transform` folder. The name is not checked, because any project can have it. */
const isOwn = (projectDir: string): boolean => realPath(projectDir) === realPath(transformFolder)

/** Returns true for the databases of the product. */
const isCorridorDatabase = (database: string): boolean => database.toLowerCase().startsWith("corridor_")

const protectedStore = Layer.effect(
  ClickHouse,
  Effect.map(Effect.service(ClickHouse), (store) => protectDatabases(store, isCorridorDatabase))
)

/** Returns the target of another project. Its database has the project's name. */
const foreignTarget = Effect.fn("TransformProject.foreignTarget")(function* (projectDir: string) {
  const fs = yield* FileSystem.FileSystem
  const file = resolve(projectDir, "dbt_project.yml")
  const text = yield* fs.readFileString(file).pipe(Effect.orElseSucceed(() => ""))
  const name = yield* Effect.try(() => (parseYaml(file, text) as { readonly name?: unknown }).name).pipe(
    // Parsing the project reports the error.
    Effect.orElseSucceed(() => undefined)
  )
  return { ...defaultTarget, schema: typeof name === "string" ? name : defaultTarget.schema } satisfies Target
})

/**
 * Returns the target and the store of a project. Only Corridor's own project builds in `corridor_mart`. Any other project builds in the
 * database named after it, and its statements cannot write to a database named `corridor_…`.
 */
export const openTransform = Effect.fn("TransformProject.open")(function* <E>(
  projectDir: string,
  targetName: string | undefined,
  warehouse: Layer.Layer<Warehouse, E>
) {
  const own = isOwn(projectDir)
  const target: Target = own ? corridorTarget : yield* foreignTarget(projectDir)
  return {
    target: targetName === undefined ? target : { ...target, name: targetName },
    store: own
      ? Layer.provide(TransformStore.layerInTurn, warehouse)
      : protectedStore.pipe(Layer.provide(TransformStore.layer), Layer.provide(warehouse))
  }
})
