/** Which rows have which token of a rule. Rows are named by their position among those of all partners. */
import { comparedKeys } from "../keys/rules.ts"
import type { PartnerRows } from "./PersonRow.ts"

/** For each token of a rule the rows that have it, in order. */
export type RowsByToken = ReadonlyMap<string, ReadonlyArray<number>>

/** Returns the rule whose tokens a rule compares: its own, or those of another (`comparedKeys`). */
export const tokenRule = (rule: string): string => comparedKeys.get(rule) ?? rule

/** Returns the rows of each token that at least one row has. Rows of a partner follow those of the partner before it. */
export const rowsByToken = (partners: ReadonlyArray<PartnerRows>, rule: string): RowsByToken => {
  const found = new Map<string, Array<number>>()
  const compared = tokenRule(rule)
  let position = 0
  for (const { rows } of partners)
    for (const { tokens } of rows) {
      for (const each of tokens) {
        if (each.rule !== compared) continue
        const holders = found.get(each.token)
        if (holders === undefined) found.set(each.token, [position])
        else if (holders.at(-1) !== position) holders.push(position)
      }
      position++
    }
  return found
}

/** Returns rows that have a token of a rule. */
export const rowsWith = (partners: ReadonlyArray<PartnerRows>, rule: string | undefined): ReadonlySet<number> =>
  rule === undefined ? new Set() : new Set([...rowsByToken(partners, rule).values()].flat())

/** Returns rows that have the same token, of those that several have. */
export const sharingRows = (tokens: RowsByToken): ReadonlyArray<ReadonlyArray<number>> =>
  [...tokens.values()].filter(({ length }) => length > 1)
