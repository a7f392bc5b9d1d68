import { allPairs, maskName, type PairModel, pairModel } from "./PairModel.ts"

/** `A:B,C:D` as a model, each pair in either order; undefined when a name is no list, or a pair is not of two lists. */
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
