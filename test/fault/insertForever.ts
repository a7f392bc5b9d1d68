/**
 * Inserts one number after another into a store, each with its own token, and prints each before its insert, until it is killed: `node
 * insertForever.ts <data folder> <first number>`.
 */
import { writeSync } from "node:fs"
import { Effect } from "effect"
import { insertNumber } from "./insertNumber.ts"
import { openStore } from "./StoreOnDisk.ts"

const [data, first] = [process.argv[2] as string, Number(process.argv[3])]

await openStore(data, (warehouse) =>
  Effect.gen(function* () {
    for (let n = first; ; n++) {
      writeSync(1, `${n}\n`)
      yield* insertNumber(warehouse, n)
    }
  })
)
