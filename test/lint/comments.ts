/**
 * Checks doc comments: `node test/lint/comments.ts`, part of `npm run check`. Exits with 1 and lists every problem.
 *
 * 1. Every exported function and class of the product says in a doc comment what it is for.
 * 2. Every function that a package exports from its index has an `@example`, which `examples.test.ts` compiles.
 */
import { readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { parseSync } from "oxc-parser"
import { trackedFiles } from "./importGraph.ts"

/** Tests, benchmarks, examples and generated modules need none: their readers see what they do, or their source. */
const isProduct = (path: string): boolean =>
  !/^(test|docs)\/|\/test\/|^packages\/test\/|\/generated\/|^[^/]+$/.test(path)

type Statement = ReturnType<typeof parseSync>["program"]["body"][number]

interface Exported {
  readonly name: string
  readonly isClass: boolean
  /** The doc comment right before it; empty if there is none. */
  readonly comment: string
}

/** Returns whether a value is a function: an arrow, or what `Effect.fn("name")` and its kin make of a generator. */
const isFunction = (value: { readonly type: string; readonly start: number } | null, text: string): boolean =>
  value !== null &&
  (/^(Arrow)?FunctionExpression$/.test(value.type) ||
    /^Effect\.fn\w*\(/.test(text.slice(value.start, value.start + 20)))

/** Returns the names of functions and classes that a statement exports. */
const namesIn = (statement: Statement, text: string): ReadonlyArray<Omit<Exported, "comment">> => {
  if (statement.type !== "ExportNamedDeclaration" || statement.declaration === null) return []
  const { declaration } = statement
  if (declaration.type === "ClassDeclaration" || declaration.type === "FunctionDeclaration")
    return declaration.id === null
      ? []
      : [{ name: declaration.id.name, isClass: declaration.type === "ClassDeclaration" }]
  if (declaration.type !== "VariableDeclaration") return []
  return declaration.declarations.flatMap(({ id, init }) =>
    id.type === "Identifier" && isFunction(init, text) ? [{ name: id.name, isClass: false }] : []
  )
}

/** Returns the functions and classes that a file exports. The comment at its top is that of the one with the file's name, or of its only one. */
const exportedFrom = (path: string, text: string): ReadonlyArray<Exported> => {
  const { program, comments } = parseSync(path, text)
  const documentation = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"))
  const before = (at: number) => documentation.find(({ end }) => end <= at && text.slice(end, at).trim() === "")?.value
  const header = documentation.find(({ start }) => text.slice(0, start).trim() === "")?.value
  const all = program.body.flatMap((statement) =>
    namesIn(statement, text).map((one) => ({ ...one, own: before(statement.start) }))
  )
  const isOfHeader = (name: string) => all.length === 1 || name.toLowerCase() === basename(path, ".ts").toLowerCase()
  return all.map(({ own, ...one }) => ({ ...one, comment: own ?? (isOfHeader(one.name) ? header : undefined) ?? "" }))
}

/** One line for each exported function or class of a file without a doc comment. */
export const commentProblems = (path: string, text: string): ReadonlyArray<string> =>
  exportedFrom(path, text).flatMap(({ name, comment }) =>
    comment === "" ? [`${path}: ${name} has no doc comment`] : []
  )

/** One line for each function without an example that the index of a package exports. `read` returns the text of a file. */
export const exampleProblems = (index: string, read: (path: string) => string): ReadonlyArray<string> => {
  const text = read(index)
  const entries = parseSync(index, text).module.staticExports.flatMap(({ entries: each }) => each)
  return entries.flatMap(({ isType, importName, exportName, moduleRequest }) => {
    if (isType || exportName.name === null) return []
    const path = moduleRequest === null ? index : join(dirname(index), moduleRequest.value)
    const found = exportedFrom(path, read(path)).find(({ name }) => name === (importName.name ?? exportName.name))
    return found === undefined || found.isClass || found.comment.includes("@example")
      ? []
      : [`${path}: ${found.name} is exported by ${index} and has no @example`]
  })
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "../..")
  const read = (path: string) => readFileSync(join(root, path), "utf8")
  const problems = [
    ...trackedFiles(root, "*.ts")
      .filter(isProduct)
      .flatMap((path) => commentProblems(path, read(path))),
    ...trackedFiles(root, "packages/*/package.json").flatMap((path) => {
      const index = JSON.parse(read(path)).exports?.["."]
      return typeof index === "string" ? exampleProblems(join(dirname(path), index), read) : []
    })
  ]
  for (const problem of problems) console.error(problem)
  console.log(problems.length === 0 ? "comments: none is missing" : `comments: ${problems.length} problems`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
