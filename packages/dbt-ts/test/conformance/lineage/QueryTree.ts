/**
 * What each column of a query reads by ClickHouse itself: `EXPLAIN QUERY TREE` of the embedded engine, whose names are
 * resolved, followed to the tables. It shares no code with dbt-ts's lineage.
 */

interface TreeNode {
  readonly text: string
  readonly indent: number
  readonly children: Array<TreeNode>
}

const treeOf = (explained: string): TreeNode => {
  const root: TreeNode = { text: "", indent: -1, children: [] }
  const path = [root]
  for (const line of explained.split("\n").filter((each) => each.trim() !== "")) {
    const node = { text: line.trim(), indent: line.length - line.trimStart().length, children: [] }
    while ((path.at(-1) as TreeNode).indent >= node.indent) path.pop()
    ;(path.at(-1) as TreeNode).children.push(node)
    path.push(node)
  }
  return root
}

const kind = ({ text }: TreeNode) => /^([A-Z_]+) id: /.exec(text)?.[1]
const field = ({ text }: TreeNode, name: string) =>
  new RegExp(`(?:^|[ ,])${name}: (.*?)(?:, [a-z_]+: |$)`).exec(text)?.[1]
const section = (node: TreeNode, name: string) => node.children.find(({ text }) => text === name)?.children ?? []

export interface QueryReads {
  readonly names: ReadonlyArray<string>
  /** For each column, `table.column` of what its value is made of. */
  readonly columns: ReadonlyArray<ReadonlySet<string>>
  /** The same of what decides which rows there are. */
  readonly rows: ReadonlySet<string>
}

/** `known` has the columns of each table: what is below one of them is a part of it. */
export const queryReads = (explained: string, known: Readonly<Record<string, ReadonlyArray<string>>>): QueryReads => {
  const root = treeOf(explained)
  const byId = new Map<string, TreeNode>()
  const index = (node: TreeNode): void => {
    const id = / id: (\d+)/.exec(node.text)?.[1]
    // A node that stands twice is written out where it stands first.
    if (id !== undefined && (byId.get(id)?.children.length ?? 0) === 0) byId.set(id, node)
    node.children.forEach(index)
  }
  index(root)

  const top = (node: TreeNode) => section(node, "PROJECTION")[0]?.children ?? []
  const parts = (union: TreeNode) => section(union, "QUERIES")[0]?.children ?? []
  const namesOf = (node: TreeNode): ReadonlyArray<string> =>
    kind(node) === "UNION"
      ? namesOf(parts(node)[0] as TreeNode)
      : section(node, "PROJECTION COLUMNS").map(({ text }) => {
          // A name may hold a space, a type begins with a capital and its brackets close.
          const found = /^(.*?) (?=[A-Z][A-Za-z0-9]*(?:\(.*\))?$)/.exec(text)
          return found?.[1] ?? text
        })

  const column = (node: TreeNode, name: string, into: Set<string>): void => {
    const full = byId.get(/ id: (\d+)/.exec(node.text)?.[1] ?? "") ?? node
    switch (kind(full)) {
      case "TABLE": {
        const table = field(full, "table_name") ?? ""
        const own =
          known[table]?.find((each) => name === each) ?? known[table]?.find((each) => name.startsWith(`${each}.`))
        into.add(`${table}.${own ?? name}`)
        return
      }
      case "QUERY": {
        const at = namesOf(full).indexOf(name)
        if (at >= 0) values(top(full)[at] as TreeNode, into)
        return
      }
      case "UNION": {
        const at = namesOf(full).indexOf(name)
        for (const part of parts(full)) values(top(part)[at] as TreeNode, into)
      }
    }
  }

  const values = (node: TreeNode, into: Set<string>): void => {
    const what = kind(node)
    if (what === "QUERY" || what === "UNION") {
      const reads = of(node)
      for (const each of [...reads.columns, reads.rows]) for (const read of each) into.add(read)
      return
    }
    if (what === "LAMBDA") {
      for (const each of section(node, "EXPRESSION")) values(each, into)
      return
    }
    if (what === "COLUMN") {
      const own = byId.get(/ id: (\d+)/.exec(node.text)?.[1] ?? "") ?? node
      const expression = section(own, "EXPRESSION")
      const source = byId.get(field(node, "source_id") ?? "")
      const defined =
        expression.length > 0
          ? expression
          : // What an ARRAY JOIN or USING made is written out at the join.
            source === undefined
            ? []
            : definitions(source, field(node, "column_name") ?? "")
      if (defined.length > 0) for (const each of defined) values(each, into)
      else if (source !== undefined) column(source, field(node, "column_name") ?? "", into)
      return
    }
    for (const child of node.children) values(child, into)
  }

  const definitions = (source: TreeNode, name: string): ReadonlyArray<TreeNode> => {
    if (kind(source) !== "ARRAY_JOIN" && kind(source) !== "JOIN") return []
    const found: Array<TreeNode> = []
    const look = (node: TreeNode): void => {
      if (kind(node) === "COLUMN" && field(node, "column_name") === name && section(node, "EXPRESSION").length > 0) {
        found.push(...section(node, "EXPRESSION"))
      } else if (node.text.startsWith("JOIN EXPRESSION") || kind(node) === "LIST") node.children.forEach(look)
    }
    for (const child of source.children) look(child)
    return found
  }

  const joinTree = (node: TreeNode, into: Set<string>): void => {
    const what = kind(node)
    if (what === "QUERY" || what === "UNION") {
      for (const read of of(node).rows) into.add(read)
      return
    }
    for (const child of node.children) {
      if (child.text.startsWith("JOIN EXPRESSION")) values(child, into)
      else joinTree(child, into)
    }
  }

  const of = (node: TreeNode): QueryReads => {
    if (kind(node) === "UNION") {
      const all = parts(node).map(of)
      const isAll = field(node, "union_mode")?.startsWith("UNION_ALL") === true
      const isExcept = field(node, "union_mode")?.startsWith("EXCEPT") === true
      // The values of EXCEPT are those of its first part.
      const columns = (all[0] as QueryReads).columns.map(
        (_, at) =>
          new Set((isExcept ? all.slice(0, 1) : all).flatMap((each) => [...(each.columns[at] as ReadonlySet<string>)]))
      )
      const others = isAll ? [] : all.flatMap((each) => each.columns.flatMap((reads) => [...reads]))
      return { names: namesOf(node), columns, rows: new Set([...all.flatMap((each) => [...each.rows]), ...others]) }
    }
    const rows = new Set<string>()
    for (const each of section(node, "JOIN TREE")) joinTree(each, rows)
    const limited = node.children.some(({ text }) => text === "LIMIT" || text === "OFFSET")
    for (const name of [
      "PREWHERE",
      "WHERE",
      "GROUP BY",
      "HAVING",
      "QUALIFY",
      "LIMIT BY",
      ...(limited ? ["ORDER BY"] : [])
    ]) {
      for (const each of section(node, name)) values(each, rows)
    }
    const arrayJoins = (each: TreeNode): void => {
      if (kind(each) === "QUERY" || kind(each) === "UNION") return
      if (field(each, "function_name") === "arrayJoin") values(each, rows)
      else each.children.forEach(arrayJoins)
    }
    top(node).forEach(arrayJoins)
    const columns = top(node).map((each) => {
      const reads = new Set<string>()
      values(each, reads)
      return reads
    })
    if (/ is_distinct: 1/.test(node.text)) for (const reads of columns) for (const read of reads) rows.add(read)
    return { names: namesOf(node), columns, rows }
  }
  return of(root.children[0] as TreeNode)
}
