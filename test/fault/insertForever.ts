/**
 * Inserts one number after another into a store, each with a token of its own, and tells each before it does: `node insertForever.ts <folder
 * of the store> <first number>`. It does so until it is killed.
 */
import { writeSync } from "node:fs"
import { Effect } from "effect"
import { layer } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { insertNumber } from "./insertNumber.ts"

const [path, first] = [process.argv[2] as string, Number(process.argv[3])]

await Effect.runPromise(
  Effect.gen(function* () {
    const warehouse = yield* Warehouse
    for (let n = first; ; n++) {
      writeSync(1, `${n}\n`)
      yield* insertNumber(warehouse, n)
    }
  }).pipe(Effect.provide(layer(path)))
)
