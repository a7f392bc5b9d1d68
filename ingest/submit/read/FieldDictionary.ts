/** The list of a form's fields (a data dictionary, an XLSForm), which partners export in place of the records. */
import { FileRefused } from "./FileRefused.ts"
import type { FileRow } from "./FileRow.ts"
import type { HeaderScore } from "./FindHeader.ts"

/** A form has no more fields. */
const maxFields = 500

/** Fewer known names in a column could be values. */
const minFields = 3

/** Kinds of answers, as forms name them in four languages. */
const kindOfAnswer =
  /^(?:(?:short |long |free )?text|string|(?:var)?char(?:\(\d+\))?|date|date ?time|time|integer|int|number|numeric|decimal|float|boolean|bool|yes\/no|choice|list|radio|drop ?down|check ?box|single choice|multiple choice|option ?set|select(?:_one|_multiple| one| multiple)?(?: \w+)?|calculate|note|(?:begin|end)[_ ](?:group|repeat)|текст|строка|дата|число|целое(?: число)?|да\/нет|выбор|список|рядок|ціле(?: число)?|так\/ні|вибір|dată|data|număr|numar|număr întreg|da\/nu|listă|lista|alegere)$/i

/** Returns whether one column has names of fields, and another one says what kind of answer each has. */
const listsFields = (lines: ReadonlyArray<ReadonlyArray<string>>, score: HeaderScore): boolean => {
  const width = Math.max(0, ...lines.map(({ length }) => length))
  const columns = Array.from({ length: width }, (_, i) => lines.map((line) => (line[i] ?? "").trim()))
  const kinds = columns.findIndex((cells) => cells.filter((cell) => kindOfAnswer.test(cell)).length >= minFields)
  const isAnswered = (i: number) => kindOfAnswer.test(columns[kinds]?.[i] ?? "")
  return (
    kinds >= 0 &&
    columns.some(
      (cells, i) => i !== kinds && score([...new Set(cells.filter((_, row) => isAnswered(row)))]) >= minFields
    )
  )
}

/** Refuses such a list. It would be read as a form with a case in each column, or as a table of one field. */
export const refuseFieldDictionary = async (
  rows: () => AsyncGenerator<ReadonlyArray<FileRow>>,
  score: HeaderScore
): Promise<void> => {
  const lines: Array<ReadonlyArray<string>> = []
  for await (const batch of rows()) {
    for (const row of batch) if ("cells" in row) lines.push(row.cells)
    if (lines.length > maxFields) return
  }
  if (listsFields(lines, score)) throw new FileRefused("table-of-fields")
}
