/** Makes the pseudonyms of many case references, as `storedPseudonym` does, at a twentieth of its cost. */
import { Effect } from "effect"
import { uuidTexts, uuidWords } from "../../ports/ColumnBlock.ts"
import { minRowsForWorker, runInWorker } from "../../ports/worker/runInWorker.ts"
import { isShared } from "../../ports/worker/SharedMemory.ts"
import { keyBytes, type PartnerKeys } from "./KeyStore.ts"
import { putPersons, type ReferenceRun, runOf } from "./PersonsOfRows.ts"

const putPersonsInWorker = runInWorker<typeof putPersons>(
  new URL("./PersonsOfRows.ts", import.meta.url).href,
  "putPersons"
)

/** Copies of the keys in separate buffers, so that nothing else in a shared buffer is transferred. */
const bytesOf = (keys: PartnerKeys) => keys.map((key) => Uint8Array.from(keyBytes(key)))

/** Writes the stored pseudonyms of the rows of `runs` to the column `persons`. Many rows are processed in the worker thread. */
export const fillPersons = (
  keys: PartnerKeys,
  runs: ReadonlyArray<ReferenceRun>,
  persons: Uint32Array
): Effect.Effect<void> => {
  const rows = runs.reduce((sum, { starts }) => sum + starts.length, 0)
  const given = { keys: bytesOf(keys), runs, persons }
  return rows >= minRowsForWorker && isShared(persons)
    ? putPersonsInWorker(given)
    : Effect.sync(() => putPersons(given))
}

/** Returns the pseudonyms of case references as they are stored, in the order of the references. */
export const storedPseudonyms = (keys: PartnerKeys, references: ReadonlyArray<string>): ReadonlyArray<string> => {
  if (references.length === 0) return []
  const persons = new Uint32Array(uuidWords * references.length)
  putPersons({ keys: bytesOf(keys), runs: [runOf(references)], persons })
  return uuidTexts(persons)
}
