import { type TableProblem, TableRefused } from "./TableRefused.ts"

/** Problems that are kept; the number of the rest is told. */
const kept = 1000

/** Collects what is wrong with a file. */
export class Problems {
  readonly #file: string
  readonly #list: Array<TableProblem> = []
  #count = 0

  constructor(file: string) {
    this.#file = file
  }

  get count(): number {
    return this.#count
  }

  add(row: number, column: string, rule: string, expected: string): void {
    this.#count += 1
    if (this.#list.length < kept) this.#list.push({ file: this.#file, row, column, rule, expected })
  }

  addAll(problems: ReadonlyArray<TableProblem>): void {
    for (const { row, column, rule, expected } of problems) this.add(row, column, rule, expected)
  }

  /** The refusal that tells them. */
  refusal(what: string): TableRefused {
    const many = this.#count === 1 ? "1 problem" : `${this.#count} problems`
    return new TableRefused({ message: `${this.#file}: ${what}: ${many}`, problems: this.#list })
  }
}
