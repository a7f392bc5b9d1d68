/**
 * What may exist according to public knowledge: columns and their possible values, including "not known". A list
 * taken from the records would disclose who is in them.
 */
export interface Domain {
  readonly columns: ReadonlyArray<{ readonly name: string; readonly values: ReadonlyArray<string> }>
}

/** A set of columns by number, ascending: the key of a marginal. */
export type Columns = ReadonlyArray<number>

/** Returns the number of combinations of the columns' possible values. */
export const sizeOf = (domain: Domain, columns: Columns): number =>
  columns.reduce((size, c) => size * (domain.columns[c]?.values.length as number), 1)

/** Returns all subsets of up to `length` of these columns, shorter ones first. */
export const subsets = (columns: Columns, length: number): ReadonlyArray<Columns> => {
  let level: Array<Columns> = [[]]
  const all: Array<Columns> = [[]]
  for (let k = 1; k <= length; k++) {
    level = level.flatMap((set) =>
      columns.filter((c) => set.length === 0 || c > (set.at(-1) as number)).map((c) => [...set, c])
    )
    all.push(...level)
  }
  return all
}

/** Persons in order: the number of the value in each column. */
export interface CodedRecords {
  readonly persons: number
  /** Value of person i in column c: `code[i * columns + c]`. */
  readonly code: Uint16Array
}

/** Returns the codes of text records. Undefined if a value is not in the domain: such a record cannot be counted. */
export const codeRecords = (
  domain: Domain,
  records: ReadonlyArray<ReadonlyArray<string>>
): CodedRecords | undefined => {
  const width = domain.columns.length
  const numbers = domain.columns.map(({ values }) => new Map(values.map((value, i) => [value, i])))
  const code = new Uint16Array(records.length * width)
  for (const [i, record] of records.entries())
    for (let c = 0; c < width; c++) {
      const found = numbers[c]?.get(record[c] as string)
      if (found === undefined) return undefined
      code[i * width + c] = found
    }
  return { persons: records.length, code }
}

/** Returns the persons in each cell of a marginal; the values of the last column are adjacent. */
export const countMarginal = (domain: Domain, records: CodedRecords, columns: Columns): Float64Array => {
  const counts = new Float64Array(sizeOf(domain, columns))
  const width = domain.columns.length
  const sizes = columns.map((c) => domain.columns[c]?.values.length as number)
  for (let i = 0; i < records.persons; i++) {
    let cell = 0
    for (const [d, c] of columns.entries()) cell = cell * (sizes[d] as number) + (records.code[i * width + c] as number)
    counts[cell] = (counts[cell] as number) + 1
  }
  return counts
}

/** Returns, for each cell of the marginal over `whole`, the cell of the marginal over `part` that contains it. */
export const cellsOfPart = (domain: Domain, whole: Columns, part: Columns): Uint32Array => {
  const sizes = whole.map((c) => domain.columns[c]?.values.length as number)
  const steps = whole.map((c) => (part.includes(c) ? sizeOf(domain, part.slice(part.indexOf(c) + 1)) : 0))
  return Uint32Array.from({ length: sizeOf(domain, whole) }, (_, cell) => {
    let rest = cell
    let found = 0
    for (let d = sizes.length - 1; d >= 0; d--) {
      found += (rest % (sizes[d] as number)) * (steps[d] as number)
      rest = Math.floor(rest / (sizes[d] as number))
    }
    return found
  })
}

/** Returns a function from a cell of a marginal to its values. */
export const cellValues = (domain: Domain, columns: Columns): ((cell: number) => ReadonlyArray<string>) => {
  const lists = columns.map((c) => domain.columns[c]?.values as ReadonlyArray<string>)
  return (cell) => {
    const values = new Array<string>(lists.length)
    let rest = cell
    for (let d = lists.length - 1; d >= 0; d--) {
      const list = lists[d] as ReadonlyArray<string>
      values[d] = list[rest % list.length] as string
      rest = Math.floor(rest / list.length)
    }
    return values
  }
}
