import { type TableProblem, TableRefused } from "./TableRefused.ts"

/** Limit of listed problems; the rest are counted. */
const kept = 1000

/** The problems of a file, found one by one: all are counted, the first 1,000 are listed. */
export class Problems {
  readonly file: string
  readonly #list: Array<TableProblem> = []
  #count = 0

  constructor(file: string) {
    this.file = file
  }

  /** The problems, at most 1,000. */
  get list(): ReadonlyArray<TableProblem> {
    return this.#list
  }

  get count(): number {
    return this.#count
  }

  add(row: number, column: string, rule: string, expected: string): void {
    this.#count += 1
    if (this.#list.length < kept) this.#list.push({ file: this.file, row, column, rule, expected })
  }

  addAll(problems: ReadonlyArray<TableProblem>): void {
    for (const { row, column, rule, expected } of problems) this.add(row, column, rule, expected)
  }

  refusal(what: string): TableRefused {
    const many = this.#count === 1 ? "1 problem" : `${this.#count} problems`
    return new TableRefused({ message: `${this.file}: ${what}: ${many}`, problems: this.#list, found: this.#count })
  }
}
