/** Does one task for the page with the code of the commands, on files in memory. It loads nothing from anywhere. */
import "./symbols.ts"
import { ByteSize, Effect, FileSystem, Layer, Logger, Sink, Stream } from "effect"
import { auditFiles } from "../src/protect/auditFiles.ts"
import { protectFile } from "../src/protect/protectFile.ts"
import { defaultProfile } from "../src/rules/Profile.ts"
import { loadSolver, Solver } from "../src/solver/Solver.ts"
import { csvRows } from "../src/tables/csvRows.ts"
import { TableRefused } from "../src/tables/TableRefused.ts"
import { type Answer, type ChosenFile, maxRows, type Task } from "./messages.ts"

const scope = globalThis as unknown as {
  postMessage(answer: Answer): void
  onmessage: ((event: { readonly data: Task }) => void) | null
}

const post = (answer: Answer) => scope.postMessage(answer)

const joined = (parts: ReadonlyArray<Uint8Array>): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const written = new Map<string, Array<Uint8Array>>()

/** Returns the files that the person chose, and those that a command writes. */
const files = (chosen: ReadonlyArray<ChosenFile | undefined>) => {
  const given = new Map(chosen.flatMap((file) => (file === undefined ? [] : [[file.name, file.bytes] as const])))
  return FileSystem.layerNoop({
    exists: (path) => Effect.succeed(given.has(path)),
    stat: (path) =>
      Effect.succeed({ type: "File", size: ByteSize.bytes(given.get(path)?.length ?? 0) } as FileSystem.File.Info),
    stream: (path) => Stream.fromIterable([given.get(path) ?? new Uint8Array(0)]),
    sink: (path) => {
      const parts: Array<Uint8Array> = []
      written.set(path, parts)
      const add = (part: Uint8Array) =>
        Effect.sync(() => {
          parts.push(part)
        })
      return Sink.forEach(add)
    },
    rename: (from, to) => Effect.sync(() => void written.set(to, written.get(from) ?? [])),
    remove: (path) => Effect.sync(() => void written.delete(path))
  })
}

const unpack = async (gzip: string): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = Uint8Array.from(atob(gzip), (letter) => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** The loader's hook for code from elsewhere: its ES module ignores the documented option `wasmBinary`. */
const hook = (code: WebAssembly.Module): object => ({
  instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
    WebAssembly.instantiate(code, imports).then(done)
    return {}
  }
})

const solver = (gzip: string) =>
  Layer.effect(
    Solver,
    Effect.promise(async () => loadSolver(undefined, hook(await WebAssembly.compile(await unpack(gzip)))))
  )

/** The columns and the number of rows. Refuses a table that is too large for the page. */
const inspect = Effect.fnUntraced(function* ({ name }: ChosenFile) {
  let columns: ReadonlyArray<string> = []
  let rows = -1
  yield* csvRows(name, name, (fields) => {
    if (rows < 0) columns = fields.map((field) => field.trim())
    rows += 1
  })
  if (rows > maxRows)
    return yield* new TableRefused({
      message: `This table has ${rows} rows. The page takes up to ${maxRows}; the command 'disclosure' takes more.`,
      problems: []
    })
  return { kind: "columns", columns, rows } satisfies Answer
})

type Work = Exclude<Task, { readonly kind: "inspect" }>

const audit = Effect.fnUntraced(function* ({ table, hierarchy, options }: Work) {
  const report = yield* auditFiles({ ...options, published: [table.name], earlier: [], hierarchy: hierarchy?.name })
  return { kind: "audited", report } satisfies Answer
})

const protect = Effect.fnUntraced(function* ({ table, hierarchy, apriori, options }: Work) {
  const { report, notApplied } = yield* protectFile({
    ...options,
    input: table.name,
    earlier: [],
    hierarchy: hierarchy?.name,
    apriori: apriori?.name,
    profile: defaultProfile.name,
    method: "suppression",
    out: "out"
  })
  return { kind: "protected", report, notApplied, bytes: joined(written.get("out") ?? []) } satisfies Answer
})

const answer = Effect.fnUntraced(function* (task: Task) {
  const columns: Answer = yield* inspect(task.table)
  if (task.kind === "inspect") return columns
  const services = solver(task.solver)
  const done: Answer =
    task.kind === "audit"
      ? yield* Effect.provide(audit(task), services)
      : yield* Effect.provide(protect(task), services)
  return done
})

const logger = Logger.make(({ message }) => post({ kind: "stage", text: [message].flat().join(" ") }))

/** No two files have one name, as chosen ones from different folders may. */
const renamed = (task: Task): Task => {
  const within = (folder: string, file: ChosenFile | undefined) =>
    file === undefined ? undefined : { ...file, name: `${folder}/${file.name}` }
  return task.kind === "inspect"
    ? task
    : { ...task, hierarchy: within("hierarchy", task.hierarchy), apriori: within("decisions", task.apriori) }
}

const run = (task: Task): Promise<Answer> =>
  answer(task).pipe(
    Effect.catchTag("TableRefused", ({ message, problems }) =>
      Effect.succeed<Answer>({ kind: "refused", message, problems })
    ),
    Effect.catchTag("WouldDisclose", ({ message }) => Effect.succeed<Answer>({ kind: "unsafe", message })),
    Effect.provide([
      files(task.kind === "inspect" ? [task.table] : [task.table, task.hierarchy, task.apriori]),
      Logger.layer([logger])
    ]),
    Effect.runPromise
  )

scope.onmessage = ({ data }) => {
  run(renamed(data)).then(post, () => post({ kind: "failed" }))
}
