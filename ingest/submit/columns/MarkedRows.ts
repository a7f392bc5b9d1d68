/** Columns in which registers and tools mark the rows that do not count: deleted, duplicates, rejected by a reviewer. */
import { remembered } from "../../../ports/BoundedMap.ts"
import { foldWord } from "../values/FoldWord.ts"
import { noAnswerOf } from "../values/NoAnswer.ts"
import { truthOf } from "../values/ParseValue.ts"

/** Any answer but no marks the row: yes, a date, the number of the other record. */
const mark =
  /^(?:(?:is|record|row|marked(?: as)?) )?(?:deleted|duplicated?|void(?:ed)?|annulled|удал[её]н[аоы]?|удалить|дубл[ьи]|дубликат|аннулирован[ао]?|видален[аоий]{1,2}|видалити|дублікат|анульован[оа]|șters|ștearsă|sters|duplicat|dublură|dublura|anulată?|supprimée?|doublon|eliminado|duplicado)(?: (?:record|row|entry|case|of|запись|запис))?$/u

/** The state of a row, in ODK Central, KoboToolbox, Epi Info and registers, and the states that mark it. */
const states: ReadonlyArray<readonly [heading: RegExp, isMark: RegExp]> = [
  [/^reviewstate$/, /^rejected$/],
  [/^validation status(?: (?:uid|label))?$/, /^(?:validation status )?not approved$/],
  [/^recstatus$/, /^0$/],
  [
    /^(?:(?:record|row|entry) status|status of (?:the )?(?:record|row|entry)|(?:статус|стан|состояние) (?:записи|строки|запису|рядка)|starea (?:înregistrării|rândului))$/,
    /^(?:deleted?|duplicated?|void(?:ed)?|rejected|удал[её]н[аоы]?|дубл[ьи]|дубликат|видалено|дублікат|ștearsă|șters|duplicat)$/
  ]
]

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[\s_.:/?-]+/g, " ")
    .trim()

const markOfName = (heading: string): ((cell: string) => boolean) | undefined => {
  const name = plain(heading.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " "))
  if (mark.test(name))
    return (cell) => truthOf(cell) !== false && noAnswerOf(cell) === undefined && foldWord(cell) !== ""
  const state = states.find(([known]) => known.test(name) || known.test(name.replace(/ /g, "")))
  return state === undefined ? undefined : (cell) => state[1].test(plain(cell))
}

/** Returns which answers in a column mark a row, also for a column inside a group of a form or object; undefined for any other column. */
export const markOf = remembered(
  (heading) => markOfName(heading) ?? (/[/.]/.test(heading) ? markOfName(heading.replace(/^.*[/.]/u, "")) : undefined),
  1_000
)
