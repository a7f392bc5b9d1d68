/** Columns in which registers and tools mark the rows that do not count: deleted, duplicates, drafts, never submitted, rejected by a reviewer. */
import { remembered } from "../../../ports/BoundedMap.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { foldWord } from "../values/FoldWord.ts"
import { noAnswerOf } from "../values/NoAnswer.ts"
import { truthOf } from "../values/ParseValue.ts"
import { withoutQuestionCode } from "./PlainHeading.ts"

/** Any answer but no marks the row: yes, a date, the number of the other record. */
const mark =
  /^(?:(?:is|record|row|marked(?: as)?) )?(?:deleted|duplicated?|void(?:ed)?|annulled|draft|test (?:record|case|entry|row|data)|удал[её]н[аоы]?|удалить|дубл[ьи]|дубликат|черновик|тестов(?:ая запись|ый случай)|аннулирован[ао]?|видален[аоий]{1,2}|видалити|дублікат|чернетка|тестовий запис|анульован[оа]|șters|ștearsă|sters|duplicat|dublură|dublura|ciornă|înregistrare de test|anulată?|supprimée?|doublon|brouillon|eliminado|duplicado|borrador)(?: (?:record|row|entry|case|of|запись|запис))?$/u

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[\s_.:/?-]+/g, " ")
    .trim()

interface State {
  readonly tool: string
  readonly column: RegExp
  readonly held: ReadonlySet<string>
  /** A column of the tool that the table must have, too; undefined if the name is enough. */
  readonly beside: RegExp | undefined
}

/** In the list, for a cell without an answer. */
const empty = "(empty)"

const states: ReadonlyArray<State> = readCodeList("record-states").map((row) => ({
  tool: row["tool"] ?? "",
  column: new RegExp(`^(?:${row["column"]})$`, "u"),
  held: new Set((row["held"] ?? "").split("|").map((word) => (word === empty ? "" : plain(word)))),
  beside: row["beside"] === "" ? undefined : new RegExp(row["beside"] ?? "", "u")
}))

/** What a heading says by itself. */
interface Meaning {
  readonly isMark: boolean
  readonly states: ReadonlyArray<State>
}

const nothing: Meaning = { isMark: false, states: [] }

const meaningOfName = (heading: string): Meaning => {
  const name = plain(heading.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " "))
  return mark.test(name)
    ? { isMark: true, states: [] }
    : { isMark: false, states: states.filter(({ column }) => column.test(name)) }
}

const isNothing = ({ isMark, states }: Meaning) => !isMark && states.length === 0

/** Also of a column inside a group of a form or object: `__system/reviewState`. JSON has the names again in every record. */
const meaningOf = remembered((heading: string): Meaning => {
  const names = [heading, withoutQuestionCode(heading), heading.replace(/^.*[/.]/u, "")]
  return names.map(meaningOfName).find((meaning) => !isNothing(meaning)) ?? nothing
}, 1_000)

interface RowMark {
  /** The position of the column. */
  readonly at: number
  /** Returns whether the row with these cells is marked. */
  readonly isMark: (cells: ReadonlyArray<string>) => boolean
}

const cellAt = (cells: ReadonlyArray<string>, at: number) => cells[at]?.trim() ?? ""

/** REDCap has the state of an instrument behind its questions. One without answers, or of which nothing is read, was not begun or does not matter. */
const ofInstrument = (names: ReadonlyArray<string>, at: number, isRead: (name: string) => boolean) => {
  const isState = (name: string) => meaningOf(name).states.some(({ tool }) => tool === "REDCap")
  const before = names.slice(0, at).findLastIndex(isState)
  const own = names.flatMap((name, i) => (i > before && i < at && isRead(name) ? [i] : []))
  return (cells: ReadonlyArray<string>) => own.some((i) => cellAt(cells, i) !== "")
}

/** Returns the columns that mark rows. `isRead`: whether a column is read as a field, or may be. */
export const marksOf = (
  names: ReadonlyArray<string>,
  isRead: (name: string) => boolean = () => true
): ReadonlyArray<RowMark> =>
  names.flatMap((name, at) => {
    const meaning = meaningOf(name)
    if (isNothing(meaning)) return []
    if (meaning.isMark)
      return [
        {
          at,
          isMark: (cells) => {
            const cell = cellAt(cells, at)
            return truthOf(cell) !== false && noAnswerOf(cell) === undefined && foldWord(cell) !== ""
          }
        }
      ]
    const known = meaning.states.filter(
      ({ beside }) => beside === undefined || names.some((other) => other !== name && beside.test(other))
    )
    return known.map(({ tool, held }) => {
      const isBegun = tool === "REDCap" ? ofInstrument(names, at, isRead) : undefined
      return { at, isMark: (cells) => held.has(plain(cellAt(cells, at))) && isBegun?.(cells) !== false }
    })
  })
