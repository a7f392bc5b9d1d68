import { concat, sha512 } from "../oprf/Group.ts"

/** Returns the items in an order that looks random without the seed, and is the same for the same seed and number of items. */
export const seededShuffle = <A>(items: ReadonlyArray<A>, seed: Uint8Array): ReadonlyArray<A> => {
  const keyed = items.map((item, i) => {
    const place = new Uint8Array(4)
    new DataView(place.buffer).setUint32(0, i)
    const digest = sha512(concat(seed, new TextEncoder().encode("order"), place))
    return { item, key: new DataView(digest.buffer, digest.byteOffset).getBigUint64(0) }
  })
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item)
}
