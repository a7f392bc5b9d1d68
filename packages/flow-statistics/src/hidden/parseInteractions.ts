import { allPairs, maskName, type PairModel, pairModel } from "./PairModel.ts"

/** Parses `A:B,C:D`, each pair in either order. Returns undefined if a name is not a list or a pair does not have two lists. */
export const parseInteractions = (lists: ReadonlyArray<string>, text: string): PairModel | undefined => {
  const masks = new Map(
    allPairs(lists.length).flatMap((mask) => {
      const name = maskName(lists, mask)
      return [[name, mask] as const, [name.split(":").reverse().join(":"), mask] as const]
    })
  )
  const names = text
    .split(",")
    .map((pair) =>
      pair
        .split(":")
        .map((name) => name.trim())
        .join(":")
    )
    .filter((name) => name !== "")
  const pairs = names.map((name) => masks.get(name))
  return pairs.includes(undefined) ? undefined : pairModel(pairs as ReadonlyArray<number>)
}
