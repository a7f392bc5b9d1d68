/** The SELECT language of ClickHouse as a small tree: what lineage needs to know of it, and no more. */

interface At {
  /** Where it begins in the text. */
  readonly at: number
}

export type Expression =
  | (At & { readonly type: "constant"; readonly text: string })
  | (At & { readonly type: "name"; readonly parts: ReadonlyArray<string> })
  | (At & Star)
  | (At & Call)
  | (At & { readonly type: "lambda"; readonly parameters: ReadonlyArray<string>; readonly body: Expression })
  | (At & { readonly type: "subquery"; readonly query: Query })
  | (At & { readonly type: "alias"; readonly name: string; readonly of: Expression })
  /** A comment that begins with `privacy:`, and the expression after it. */
  | (At & { readonly type: "marked"; readonly marker: string; readonly of: Expression })

export interface Star {
  readonly type: "star"
  readonly qualifier: ReadonlyArray<string>
  /** `COLUMNS('pattern')` or `COLUMNS(a, b)`; every column where it is left out. */
  readonly only?: { readonly pattern: string } | { readonly names: ReadonlyArray<Expression> } | undefined
  readonly changes: ReadonlyArray<StarChange>
}

export type StarChange =
  | { readonly type: "except"; readonly names: ReadonlyArray<string>; readonly pattern?: string | undefined }
  | { readonly type: "replace"; readonly items: ReadonlyArray<readonly [string, Expression]> }
  | { readonly type: "apply"; readonly function: string; readonly parameters: ReadonlyArray<Expression> }
  | { readonly type: "applyLambda"; readonly lambda: Expression }

/** A function or operator, in the engine's or in its written name; a window's parts are read like arguments. */
export interface Call {
  readonly type: "call"
  readonly name: string
  readonly args: ReadonlyArray<Expression>
  /** `quantile(0.5)(x)` has its 0.5 here. */
  readonly parameters?: ReadonlyArray<Expression> | undefined
  readonly over?: Window | string | undefined
}

export interface Window {
  readonly base: string | undefined
  /** The expressions of PARTITION BY, ORDER BY and the frame. */
  readonly reads: ReadonlyArray<Expression>
}

export interface OrderItem {
  readonly of: Expression
  /** Bounds of WITH FILL. */
  readonly fill: ReadonlyArray<Expression>
}

export type With =
  | { readonly type: "query"; readonly name: string; readonly columns: ReadonlyArray<string>; readonly query: Query }
  | { readonly type: "expression"; readonly name: string; readonly of: Expression }

export interface Query extends At {
  readonly with: ReadonlyArray<With>
  readonly recursive: boolean
  readonly body: Body
}

export type Body =
  | Select
  | (At & { readonly type: "nested"; readonly query: Query })
  | (At & {
      readonly type: "set"
      readonly operator: "union all" | "union distinct" | "intersect" | "except"
      readonly left: Body
      readonly right: Body
    })

export interface Select extends At {
  readonly type: "select"
  /** WITH written at a later part of a union. */
  readonly with: ReadonlyArray<With>
  readonly distinct: boolean
  readonly distinctOn: ReadonlyArray<Expression>
  readonly items: ReadonlyArray<Expression>
  readonly from: ReadonlyArray<From>
  /** PREWHERE, WHERE. */
  readonly filters: ReadonlyArray<Expression>
  readonly groupBy: ReadonlyArray<Expression> | "all" | undefined
  readonly having: Expression | undefined
  readonly qualify: Expression | undefined
  readonly windows: ReadonlyMap<string, Window>
  readonly orderBy: ReadonlyArray<OrderItem>
  readonly interpolate: ReadonlyArray<readonly [string, Expression | undefined]>
  readonly limitBy: ReadonlyArray<Expression>
  /** LIMIT or OFFSET: the order decides which rows are left. */
  readonly limited: boolean
}

export type From =
  | (At & {
      readonly type: "table"
      readonly table: Table
      readonly alias: string | undefined
      readonly columns: ReadonlyArray<string>
      readonly join: Join | undefined
    })
  | (At & { readonly type: "array"; readonly items: ReadonlyArray<Expression> })

export type Table =
  | (At & { readonly type: "named"; readonly parts: ReadonlyArray<string> })
  | (At & { readonly type: "query"; readonly query: Query })
  | (At & { readonly type: "function"; readonly name: string; readonly args: ReadonlyArray<Expression> })

export interface Join {
  readonly on: Expression | undefined
  readonly using: ReadonlyArray<string>
}
