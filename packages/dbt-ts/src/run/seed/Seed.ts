/** Seeds: CSV files as tables. As in dbt, an existing seed keeps its columns except in a full refresh. */
import { Effect } from "effect"
import type { Relation } from "../../context/Relation.ts"
import { ProjectError } from "../../ProjectError.ts"
import type { Node } from "../../project/Node.ts"
import { reading } from "../../project/Reading.ts"
import { aside, putInPlace, withAsides } from "../materialise/Aside.ts"
import { existing } from "../materialise/Existing.ts"
import { persistDocs } from "../materialise/PersistDocs.ts"
import { querySettings } from "../materialise/SettingsClause.ts"
import { seedClauses } from "../materialise/TableClauses.ts"
import type { NodeStore } from "../NodeStore.ts"
import { seedTable } from "./SeedTable.ts"

/** Rows per statement. */
const block = 20_000

export const loadSeed = Effect.fn("Seed.load")(function* (
  store: NodeStore,
  node: Node,
  relation: Relation,
  csv: string,
  fullRefresh: boolean
) {
  const types = (node.config["column_types"] ?? {}) as Readonly<Record<string, unknown>>
  const delimiter = String(node.config["delimiter"] ?? ",")
  const table = yield* reading(() => seedTable(node.originalFilePath, csv, delimiter, new Set(Object.keys(types))))
  const there = yield* existing(store, relation)
  if (there !== undefined && there.kind !== "table") {
    const reason = `Cannot seed to '${relation.print()}', it is a ${there.kind.replace("_", " ")}`
    return yield* new ProjectError({ subject: node.originalFilePath, reason })
  }
  const quote = (name: string): string => (node.config["quote_columns"] === false ? name : `\`${name}\``)
  const fresh = aside(relation)
  const definitions = table.columns.map(({ name, type }) => `${quote(name)} ${String(types[name] ?? type)}`)
  const create =
    there === undefined || fullRefresh
      ? `create table ${fresh.print()} (${definitions.join(", ")})\n${seedClauses(node)}`
      : `create table ${fresh.print()} as ${relation.print()}`
  const names = table.columns.map(({ name }) => quote(name)).join(", ")
  const build = Effect.gen(function* () {
    yield* store.command(create)
    for (const lines of table.blocks(block)) {
      yield* store.commandUnlogged(
        `insert into ${fresh.print()} (${names})\n${querySettings(node)}\nformat CSV\n${lines}`
      )
    }
    yield* persistDocs(store, node, fresh)
    yield* putInPlace(store, fresh, relation)
    return table.rows
  })
  return yield* withAsides(store, [fresh], build)
})
