/** A model's SQL with a unit test's rows in the place of what it reads. */
import { Effect } from "effect"
import { Relation } from "../../context/Relation.ts"
import { fail } from "../../jinja/TemplateError.ts"
import { ProjectError } from "../../ProjectError.ts"
import type { Project } from "../../parse/ParseProject.ts"
import type { Node, UnitTest } from "../../project/Node.ts"
import { reading } from "../../project/Reading.ts"
import { type Compiler, cteOf, relationOf } from "../Compile.ts"
import { injectCtes } from "../InjectCtes.ts"
import { columnsOf } from "../materialise/Existing.ts"
import { NodeError } from "../NodeError.ts"
import type { NodeStore } from "../NodeStore.ts"
import { fixtureRows } from "./FixtureRows.ts"
import { byLowerName, inputSql } from "./FixtureSql.ts"
import { override } from "./Overrides.ts"
import { inputId } from "./UnitTestInput.ts"

type Input = UnitTest["given"][number]

/** The fixture that replaces a node or source. */
interface Body {
  readonly name: string
  readonly cte: string
  readonly relation: Relation
  readonly input: Input
}

/** Location of a unit test, for messages. */
export const whereOf = (test: UnitTest): string => `${test.originalFilePath} unit test '${test.name}'`

/** Returns the rows of one input as SQL. Columns and types are those of the input's table, so that has to be there. */
const bodyOf = Effect.fn("CompileUnitTest.body")(function* (
  store: NodeStore,
  compiler: Compiler,
  model: Node,
  where: string,
  { name, relation, input }: Body
) {
  const rows = yield* reading(() => fixtureRows(where, input))
  if (rows === undefined) return yield* compiler.renderText(model, where, String(input.rows))
  const columns = relation.type === "cte" ? [] : yield* columnsOf(store, relation)
  if (columns.length === 0) {
    const reason = `Not able to get columns for unit test '${name}' from relation ${relation.print()} because the relation doesn't exist`
    return yield* new NodeError({ kind: "Compilation Error", reason, about: `model ${name}` })
  }
  return yield* reading(() => inputSql(where, name, byLowerName(columns), rows))
})

export const compileUnitTest = Effect.fn("CompileUnitTest.compile")(function* (
  project: Project,
  compiler: Compiler,
  store: NodeStore,
  test: UnitTest
) {
  const { nodes, sources } = project.manifest
  const where = whereOf(test)
  const model = nodes.get(test.modelId)
  if (model === undefined)
    return yield* new ProjectError({ subject: where, reason: `there is no model '${test.model}'` })
  const bodies = new Map<string, Body>()
  for (const input of test.given) {
    const id = yield* inputId(project, where, model, input.input)
    const [node, source] = [nodes.get(id), sources.get(id)]
    const name = node?.name ?? source?.name ?? ""
    const relation = node === undefined ? new Relation(source?.schema, source?.identifier, "table") : relationOf(node)
    const cte = node === undefined ? `__dbt__cte__${source?.identifier}` : cteOf(node)
    bodies.set(id, { name, cte, relation, input })
  }
  const used = new Set<string>()
  const give = (id: string, words: string): Relation => {
    const body = bodies.get(id)
    if (body === undefined) return fail(`unit test '${test.name}' gives no rows for ${words}`)
    used.add(id)
    return new Relation(undefined, body.cte, "cte")
  }
  const self = bodies.get(model.uniqueId)
  if (self !== undefined) used.add(model.uniqueId)
  const names = compiler.scopeOf(
    model,
    {
      ref: (node) => give(node.uniqueId, `ref('${node.name}')`),
      source: (id) => give(id, `source('${sources.get(id)?.sourceName}', '${sources.get(id)?.name}')`)
    },
    self?.cte ?? null
  )
  yield* reading(() => override(names.scope, test))
  const sql = yield* compiler.renderIn(model, names)
  const ctes: Array<readonly [name: string, sql: string]> = []
  const inputs: Record<string, string> = {}
  for (const id of used) {
    const body = bodies.get(id) as Body
    const rows = yield* bodyOf(store, compiler, model, where, body)
    ctes.push([body.cte, rows])
    inputs[body.name] = rows
  }
  return { sql: injectCtes(sql, ctes), inputs }
})
