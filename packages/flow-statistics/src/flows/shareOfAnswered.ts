/**
 * The Counter-Trafficking Data Collaborative's rule for shares of flags: records that carry the flag, over records with any
 * answer in its group. Shares of a group may add up to more than one. A record without an answer says nothing of the group.
 */
export const shareOfAnswered = <Flag extends string>(
  records: ReadonlyArray<Readonly<Partial<Record<Flag, boolean>>>>,
  group: ReadonlyArray<Flag>
): { readonly answered: number; readonly shares: ReadonlyMap<Flag, number> } => {
  const answered = records.filter((record) => group.some((flag) => record[flag] === true))
  const share = (flag: Flag) => answered.filter((record) => record[flag] === true).length / answered.length
  return {
    answered: answered.length,
    shares: new Map(group.map((flag) => [flag, answered.length === 0 ? Number.NaN : share(flag)]))
  }
}
