import type { Call, Expression } from "./Syntax.ts"

export const call = (at: number, name: string, args: ReadonlyArray<Expression>): Expression & Call => ({
  type: "call",
  at,
  name,
  args
})

export const constant = (at: number, text: string): Expression => ({ type: "constant", at, text })
