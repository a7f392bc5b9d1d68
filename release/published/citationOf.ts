/** The part of a release that a citation has. */
interface Cited {
  readonly release: number
  readonly invented: boolean
  readonly vintage: { readonly number: number; readonly hash: string; readonly frozenAt: string }
}

/** Returns the citation of tables of a release by their titles: what is cited, and by what its figures can be found again. */
export const citationOf = (
  titles: ReadonlyArray<string>,
  { release, invented, vintage: { number, hash, frozenAt } }: Cited
): string => {
  const cited = [...new Set(titles)].map((title) => title.toLowerCase()).join("; ")
  return `Corridor${invented ? " (invented data)" : ""}, ${cited}, release ${release} (vintage ${number}, frozen ${frozenAt.slice(0, 10)}, SHA-256 ${hash}).`
}
