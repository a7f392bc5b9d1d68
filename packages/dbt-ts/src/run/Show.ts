/** `show`: the current rows of a model's query, or of a query given here. */
import { Effect } from "effect"
import { asProjectError, ProjectError } from "../ProjectError.ts"
import { type Project, parseProject } from "../parse/ParseProject.ts"
import type { Node } from "../project/Node.ts"
import { ClickHouse } from "../store/ClickHouse.ts"
import type { TransformOptions } from "../TransformOptions.ts"
import { chooseNodes } from "./ChooseNodes.ts"
import { makeCompiler } from "./Compile.ts"
import { withInline } from "./Inline.ts"
import { makePrivacyGuard } from "./PrivacyGuard.ts"

export interface ShowOptions extends TransformOptions {
  /** Rows at most; -1 gives all. dbt's default is 5. */
  readonly limit?: number | undefined
  /** A template that is shown in the place of a node. */
  readonly inline?: string | undefined
}

export interface Shown {
  readonly name: string
  readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string }>
  /** The values by column name; 64-bit integers as numbers. */
  readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>
}

const wide = /^(?:Nullable\()?U?Int(?:64|128|256)\)?$/

const value = (type: string | undefined, cell: unknown): unknown =>
  typeof cell === "string" && wide.test(type ?? "") ? Number(cell) : cell

/** Returns the node's SQL; fails if the project's privacy rules do not permit to show it. */
const shownSql = Effect.fn("Show.shownSql")(function* (project: Project, node: Node) {
  const { showSql } = yield* makePrivacyGuard(project)
  return yield* showSql === undefined
    ? Effect.flatMap(makeCompiler(project), (compiler) => Effect.map(compiler.compile(node), ({ sql }) => sql))
    : showSql(node)
})

const shownInline = Effect.fn("Show.shownInline")(function* (project: Project, text: string) {
  const { project: more, node } = yield* withInline(project, text)
  return yield* shownSql(more, node)
})

const sqlOfChosen = Effect.fn("Show.sqlOfChosen")(function* (options: ShowOptions) {
  const chosen = yield* chooseNodes(options, ["model", "seed", "snapshot", "test", "analysis"])
  const built = [...chosen.nodes.values()]
  // A selector brings a model's tests along; what is shown is the model.
  const main = built.filter(({ resourceType }) => resourceType !== "test")
  const [node, ...others] = main.length > 0 ? main : built
  if (node === undefined || others.length > 0) {
    const reason = `needs one model, and the selection has ${main.length > 0 ? main.length : built.length}`
    return yield* new ProjectError({ subject: "show", reason })
  }
  const sql =
    node.resourceType === "seed"
      ? `select * from \`${node.schema}\`.\`${node.alias}\``
      : yield* asProjectError(shownSql(chosen.project, node))
  return { name: (node satisfies Node).name, sql }
})

/**
 * Returns the rows of one selected node, or of a query with templates. Rows of a seed are read from its table.
 *
 * @example
 * ```ts
 * import { show } from "@corridor/dbt-ts/Transform"
 *
 * export const program = show({ projectDir: "shelter", inline: "select count() as n from {{ ref('topics') }}", limit: -1 })
 * ```
 */
export const show = Effect.fn("Show.show")(function* (options: ShowOptions) {
  const { name, sql } =
    options.inline === undefined
      ? yield* sqlOfChosen(options)
      : {
          name: "inline_query",
          sql: yield* asProjectError(
            shownInline(yield* asProjectError(parseProject({ which: "show", ...options })), options.inline)
          )
        }
  const limit = options.limit ?? 5
  const statement = limit < 0 ? sql : `select * from (\n${sql}\n) limit ${Math.trunc(limit)}`
  const clickhouse = yield* ClickHouse
  const { meta, data } = yield* clickhouse.queryCompact(statement)
  return {
    name,
    columns: meta,
    rows: data.map((row) => Object.fromEntries(meta.map(({ name, type }, index) => [name, value(type, row[index])])))
  } satisfies Shown
})
