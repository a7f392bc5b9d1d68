/** Random queries over the tables of `selects.ts`: nested, joined, grouped, with aliases that hide columns. */
import fc from "fast-check"

/** A query and the names of its columns, all of them numbers. */
interface Made {
  readonly sql: string
  readonly columns: ReadonlyArray<string>
}

const leaves: ReadonlyArray<Made> = [
  { sql: "s.r", columns: ["b", "c"] },
  { sql: "s.t", columns: ["b", "e"] },
  { sql: "s.u", columns: ["k"] }
]

const pick = <A>(from: ReadonlyArray<A>) => fc.constantFrom(...from)

const expression = (columns: ReadonlyArray<string>, depth: number): fc.Arbitrary<string> => {
  const leaf = fc.oneof(pick(columns), pick(["1", "2"]))
  if (depth === 0) return leaf
  const inner = expression(columns, depth - 1)
  return fc.oneof(
    leaf,
    fc.tuple(inner, inner).map(([x, y]) => `(${x} + ${y})`),
    // No condition is constant: the engine leaves out a branch that is never taken if it has no type, and so what it reads.
    fc.tuple(inner, inner, inner).map(([x, y, z]) => `if(materialize(${x}) > ${y}, ${z}, 0)`),
    fc.tuple(inner, inner).map(([x, y]) => `arraySum(v -> v + ${x}, [${y}])`),
    inner.map((x) => `case when ${x} > 1 then 1 else 0 end`),
    inner.map((x) => `(${x} in (select e from s.t where f > 1))`),
    inner.map((x) => `ifNull(${x}, 0)::Int64`)
  )
}

const plain = (from: Made): fc.Arbitrary<Made> =>
  fc
    .tuple(
      fc.array(expression(from.columns, 2), { minLength: 1, maxLength: 3 }),
      fc.option(expression(from.columns, 1)),
      fc.boolean()
    )
    .map(([items, where, limited]) => ({
      // An alias may have the name of a column that others read.
      sql: `select ${items.map((item, index) => `${item} as ${["x", "b", "z"][index]}`).join(", ")} from ${from.sql}${
        where === null ? "" : ` where ${where} > 0`
      }${limited ? ` order by ${from.columns[0]} limit 5` : ""}`,
      columns: items.map((_, index) => ["x", "b", "z"][index] as string)
    }))

const grouped = (from: Made): fc.Arbitrary<Made> =>
  fc.tuple(expression(from.columns, 1), expression(from.columns, 1), fc.boolean()).map(([key, value, having]) => ({
    sql: `select ${key} as key, sum(${value}) as total, max(${value}) as most from ${from.sql} group by key${
      having ? " having total > 1" : ""
    }`,
    columns: ["key", "total", "most"]
  }))

const joined = (left: Made, right: Made): fc.Arbitrary<Made> =>
  fc.tuple(pick(left.columns), pick(right.columns), pick(["inner", "left", "full"])).map(([l, r, side]) => ({
    sql: `select one.${l} as p, two.${r} as q, one.${l} + two.${r} as x from ${left.sql} as one ${side} join ${right.sql} as two on one.${l} = two.${r}`,
    columns: ["p", "q", "x"]
  }))

const nested = ({ sql, columns }: Made): Made =>
  sql.startsWith("s.") ? { sql, columns } : { sql: `(${sql})`, columns }

const made = (depth: number): fc.Arbitrary<Made> => {
  const source = depth === 0 ? pick(leaves) : fc.oneof(pick(leaves), made(depth - 1).map(nested))
  return fc.oneof(
    source.chain(plain),
    source.chain(grouped),
    fc.tuple(source, source).chain(([left, right]) => joined(left, right)),
    source.map((from) => ({ sql: `select * from ${from.sql}`, columns: from.columns })),
    fc.tuple(source.chain(plain), source.chain(plain)).map(([left, right]) => ({
      sql: `with one as (${left.sql}) select ${left.columns[0]} as x from one union all select ${right.columns[0]} as x from (${right.sql})`,
      columns: ["x"]
    }))
  )
}

export const arbitrarySelect: fc.Arbitrary<string> = made(2).map(({ sql }) => sql)
