import type { Named, Value } from "./Value.ts"

/** What a filter or test can use of the language. */
export interface Language {
  /** Undefined names give undefined attributes, as in dbt while it parses a project. */
  readonly lenient: boolean
  filter(name: string): Operation<Value> | undefined
  test(name: string): Operation<boolean> | undefined
}

export type Operation<Result> = (value: Value, args: ReadonlyArray<Value>, named: Named, language: Language) => Result
