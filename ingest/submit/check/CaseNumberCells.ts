/** Cells of case numbers by which persons become one: several numbers in a cell, and numbers that count the rows of a sheet. */

/** What separates numbers in one cell. `12/2023` and `MD-5` are one number each. */
const separator = /\s*(?:[;\n]|,\s|,(?=\p{L}))\s*|\s+(?:and|&|\+|и|і|й|та|și|şi|si|et|y)\s+/iu

/** `MD-003/MD-004`, `MD-005 - MD-009`: the same letters on both sides. */
const twice = /^(\p{L}{2,}[-\s.]?)\d+\s*[/–—-]\s*\1\d+$/iu

/** The form of a number, without its letters and digits. */
const shapeOf = (number: string) => number.replace(/\p{L}+/gu, (letters) => letters.toUpperCase()).replace(/\d+/g, "0")

/** Returns whether a cell has several numbers of one form: `MD-001, MD-002`, `14; 15`, `MD-001, 002`. */
export const hasSeveralNumbers = (cell: string): boolean => {
  if (twice.test(cell)) return true
  if (!/[,;\s]/.test(cell)) return false
  const parts = cell.split(separator).filter((part) => part !== "")
  const [first = "", ...others] = parts
  return (
    others.length > 0 &&
    /\d$/.test(first) &&
    others.every((other) => /^\d+$/.test(other) || shapeOf(other) === shapeOf(first))
  )
}

/** So many numbers in a row could be chance. */
const fewRows = 5

/** Follows the case numbers of a file from its first row. */
export class RowNumbers {
  private last: number | undefined = 0

  /** Returns true once: when the numbers have counted some rows from 1, or begin at 1 again. */
  add(cell: string): boolean {
    if (this.last === undefined) return false
    const number = /^\d{1,6}$/.test(cell) ? Number(cell) : -1
    const begins = number === 1 && this.last > 1
    // The rows of one route have one number.
    if (!begins && number !== this.last && number !== this.last + 1) this.last = undefined
    else if (begins || number === fewRows) {
      this.last = undefined
      return true
    } else this.last = number
    return false
  }
}
