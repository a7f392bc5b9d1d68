/**
 * Sets V8 flags. This must be the first import of the command line, because the flags must be set before other modules create objects.
 *
 * Node lets the space for young objects grow to some 100 MB while modules are loaded, and keeps that size. The pipeline creates hardly any
 * object per record, so the space stays at its initial size for `ingest`.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8"

const growYoungSpaceBy = (factor: number) => setFlagsFromString(`--semi-space-growth-factor=${factor}`)

/** In bytes, of two halves. */
const youngSpace = () => getHeapSpaceStatistics().find((space) => space.space_name === "new_space")?.space_size ?? 0

/** Grows the space for young objects to some size and keeps it there. V8 grows it when it collects it and much is still used. */
const fixYoungSpaceAt = (size: number) => {
  growYoungSpaceBy(2)
  const used: Array<object> = []
  for (let round = 0; youngSpace() < size && round < 100; round++) for (let i = 0; i < 5_000; i++) used.push({ i })
  growYoungSpaceBy(1)
}

if (process.argv[2] === "ingest") growYoungSpaceBy(1)

/**
 * Rows of a partner's file become garbage as soon as they are read. In a space of 16 MB, nearly all of them do so before they are copied; a
 * larger one costs memory and saves no time. What is copied, mostly of files with many problems, is collected before it doubles the heap.
 */
if (process.argv[2] === "submit") {
  fixYoungSpaceAt(16 * 2 ** 20)
  setFlagsFromString("--heap-growing-percent=70")
}
