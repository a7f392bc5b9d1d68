import type { Call, Expression } from "./Syntax.ts"

/** Returns the call of a function at an offset of the SQL. */
export const call = (at: number, name: string, args: ReadonlyArray<Expression>): Expression & Call => ({
  type: "call",
  at,
  name,
  args
})

/** Returns a constant at an offset of the SQL. */
export const constant = (at: number, text: string): Expression => ({ type: "constant", at, text })
