import type { Topology } from "topojson-specification"

type Arcs = number | ReadonlyArray<Arcs>

/** The layers that the explorer draws. Its map has no regions, which are half of the file. */
const layers = ["countries", "disputed"]

/** Returns the map with the layers that the explorer draws, and only the arcs that they use. */
export const countriesOnly = ({ objects, arcs, ...rest }: Topology): Topology => {
  const places = new Map<number, number>()
  const placeOf = (arc: number): number => {
    const place = places.get(arc) ?? places.size
    places.set(arc, place)
    return place
  }
  // A reversed arc has the complement of its number.
  const renumbered = (own: Arcs): Arcs =>
    typeof own === "number" ? (own < 0 ? ~placeOf(~own) : placeOf(own)) : own.map(renumbered)
  const layer = (object: Topology["objects"][string]): Topology["objects"][string] => {
    if (object.type === "GeometryCollection") return { ...object, geometries: object.geometries.map(layer) }
    return "arcs" in object ? ({ ...object, arcs: renumbered(object.arcs as Arcs) } as typeof object) : object
  }
  const drawn = Object.fromEntries(
    Object.entries(objects).flatMap(([name, object]) => (layers.includes(name) ? [[name, layer(object)]] : []))
  )
  return { ...rest, objects: drawn, arcs: [...places.keys()].map((arc) => arcs[arc] as Topology["arcs"][number]) }
}
