/**
 * Checks that every exported function and class of the product says in a doc comment what it is for: `node test/lint/comments.ts`, part of
 * `npm run check`. Exits with 1 and lists those without one.
 */
import { readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { parseSync } from "oxc-parser"
import { trackedFiles } from "./importGraph.ts"

/** Tests, benchmarks, examples and generated modules need none: their readers see what they do, or their source. */
const isProduct = (path: string): boolean =>
  !/^(test|docs)\/|\/test\/|^packages\/test\/|\/generated\/|^[^/]+$/.test(path)

type Node = ReturnType<typeof parseSync>["program"]["body"][number]
type Expression = {
  readonly type: string
  readonly callee?: Expression
  readonly object?: Expression
  readonly property?: { readonly name?: string }
}

/** Returns whether a value is a function: an arrow, or what `Effect.fn("name")` and its kin make of a generator. */
const isFunction = (value: Expression | null): boolean =>
  value !== null &&
  (value.type === "ArrowFunctionExpression" ||
    value.type === "FunctionExpression" ||
    (value.type === "CallExpression" &&
      /^fn/.test(value.callee?.callee?.property?.name ?? value.callee?.property?.name ?? "")))

/** Returns the names of functions and classes that a statement exports. */
const exportedBy = (statement: Node): ReadonlyArray<string> => {
  if (statement.type !== "ExportNamedDeclaration" || statement.declaration === null) return []
  const { declaration } = statement
  if (declaration.type === "ClassDeclaration" || declaration.type === "FunctionDeclaration")
    return declaration.id === null ? [] : [declaration.id.name]
  if (declaration.type !== "VariableDeclaration") return []
  return declaration.declarations.flatMap(({ id, init }) =>
    id.type === "Identifier" && isFunction(init) ? [id.name] : []
  )
}

/**
 * One line for each exported function or class without a doc comment right before it. The comment at the top of a file is that of the one
 * with the file's name, or of its only one.
 */
export const commentProblems = (path: string, text: string): ReadonlyArray<string> => {
  const { program, comments } = parseSync(path, text)
  const documentation = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"))
  const hasHeader = documentation.some(({ start }) => text.slice(0, start).trim() === "")
  const isBefore = (at: number) => documentation.some(({ end }) => end <= at && text.slice(end, at).trim() === "")
  const exported = program.body.flatMap((statement) =>
    exportedBy(statement).map((name) => ({ name, isDocumented: isBefore(statement.start) }))
  )
  const isOfHeader = (name: string) =>
    exported.length === 1 || name.toLowerCase() === basename(path, ".ts").toLowerCase()
  return exported.flatMap(({ name, isDocumented }) =>
    isDocumented || (hasHeader && isOfHeader(name)) ? [] : [`${path}: ${name} has no doc comment`]
  )
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "../..")
  const problems = trackedFiles(root, "*.ts")
    .filter(isProduct)
    .flatMap((path) => commentProblems(path, readFileSync(join(root, path), "utf8")))
  for (const problem of problems) console.error(problem)
  console.log(problems.length === 0 ? "comments: none is missing" : `comments: ${problems.length} problems`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
