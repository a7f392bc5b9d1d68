/** The parsed template. */

export interface CallArguments {
  readonly args: ReadonlyArray<Expression>
  readonly named: ReadonlyArray<readonly [string, Expression]>
  /** `*list` and `**dict`. */
  readonly moreArgs: Expression | undefined
  readonly moreNamed: Expression | undefined
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**"
export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in"

export type Expression =
  | { readonly type: "const"; readonly value: string | boolean | number | bigint | null }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "list"; readonly items: ReadonlyArray<Expression> }
  | { readonly type: "tuple"; readonly items: ReadonlyArray<Expression> }
  | { readonly type: "dict"; readonly items: ReadonlyArray<readonly [Expression, Expression]> }
  | { readonly type: "attribute"; readonly of: Expression; readonly name: string }
  | { readonly type: "item"; readonly of: Expression; readonly key: Expression }
  | {
      readonly type: "slice"
      readonly of: Expression
      readonly start: Expression | undefined
      readonly stop: Expression | undefined
      readonly step: Expression | undefined
    }
  | { readonly type: "call"; readonly of: Expression; readonly call: CallArguments; readonly line: number }
  | {
      readonly type: "filter"
      /** Absent in a filter block, which filters what it encloses. */
      readonly of: Expression | undefined
      readonly name: string
      readonly call: CallArguments
      readonly line: number
    }
  | {
      readonly type: "test"
      readonly of: Expression
      readonly name: string
      readonly call: CallArguments
      readonly line: number
    }
  | {
      readonly type: "binary"
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly type: "concat"; readonly items: ReadonlyArray<Expression> }
  | { readonly type: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly type: "not" | "negative" | "positive"; readonly of: Expression }
  | {
      readonly type: "compare"
      readonly first: Expression
      readonly rest: ReadonlyArray<readonly [CompareOperator, Expression]>
    }
  | {
      readonly type: "if"
      readonly condition: Expression
      readonly value: Expression
      readonly otherwise: Expression | undefined
      readonly line: number
    }

export type Target =
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "namespace"; readonly name: string; readonly attribute: string }
  | { readonly type: "targets"; readonly items: ReadonlyArray<Target> }

export interface Parameter {
  readonly name: string
  readonly otherwise: Expression | undefined
}

/** What a macro or a `call` block has: parameters and a body. */
export interface MacroBody {
  readonly name: string
  readonly parameters: ReadonlyArray<Parameter>
  readonly body: ReadonlyArray<Statement>
  /** Which of `varargs`, `kwargs` and `caller` the body names. A macro accepts further arguments, or a caller, only if it does. */
  readonly implicitArguments: ReadonlySet<string>
}

export type Statement =
  | { readonly type: "data"; readonly text: string }
  | { readonly type: "print"; readonly value: Expression; readonly line: number }
  | { readonly type: "do"; readonly value: Expression; readonly line: number }
  | { readonly type: "set"; readonly target: Target; readonly value: Expression; readonly line: number }
  | {
      readonly type: "setBlock"
      readonly target: Target
      readonly filter: Expression | undefined
      readonly body: ReadonlyArray<Statement>
      readonly line: number
    }
  | {
      readonly type: "branch"
      readonly arms: ReadonlyArray<{ readonly condition: Expression; readonly body: ReadonlyArray<Statement> }>
      readonly otherwise: ReadonlyArray<Statement>
      readonly line: number
    }
  | {
      readonly type: "for"
      readonly target: Target
      readonly of: Expression
      readonly condition: Expression | undefined
      readonly recursive: boolean
      readonly body: ReadonlyArray<Statement>
      readonly otherwise: ReadonlyArray<Statement>
      readonly line: number
    }
  | { readonly type: "exit"; readonly kind: "break" | "continue"; readonly line: number }
  | { readonly type: "macro"; readonly macro: MacroBody; readonly line: number }
  | {
      readonly type: "callBlock"
      readonly call: Extract<Expression, { type: "call" }>
      readonly caller: MacroBody
      readonly line: number
    }
  | {
      readonly type: "filterBlock"
      readonly filter: Expression
      readonly body: ReadonlyArray<Statement>
      readonly line: number
    }
  | {
      readonly type: "with"
      readonly bindings: ReadonlyArray<readonly [Target, Expression]>
      readonly body: ReadonlyArray<Statement>
      readonly line: number
    }

export type Template = ReadonlyArray<Statement>
