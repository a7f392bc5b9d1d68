/** Items by group: those of group g are `member[start[g]]` to `member[start[g + 1] - 1]`, in ascending order. */
export interface Members {
  readonly start: Int32Array
  readonly member: Int32Array
}

/** Sorts items into groups, from the group of each item; a negative one is none. */
export const membersOf = (groupOf: Int32Array, groups: number): Members => {
  const start = new Int32Array(groups + 1)
  for (const group of groupOf) if (group >= 0) start[group + 1] = (start[group + 1] as number) + 1
  for (let g = 0; g < groups; g++) start[g + 1] = (start[g + 1] as number) + (start[g] as number)
  const member = new Int32Array(start[groups] as number)
  const next = start.slice()
  groupOf.forEach((group, item) => {
    if (group < 0) return
    member[next[group] as number] = item
    next[group] = (next[group] as number) + 1
  })
  return { start, member }
}
