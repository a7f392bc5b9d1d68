/** The map, compared with known facts: areas, neighbours, and the country of each place. */
import { readFileSync } from "node:fs"
import { feature } from "topojson-client"
import type { GeometryCollection, Topology } from "topojson-specification"
import { assert, describe, it } from "vitest"
import { countries, regionCountry, regions } from "../../../schemas/Places.ts"

type Ring = ReadonlyArray<readonly [number, number]>

const file = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../schemas/map/${name}`, import.meta.url), "utf8")) as unknown
const topology = file("world.topo.json") as Topology<{ countries: GeometryCollection; regions: GeometryCollection }>
const points = file("points.json") as Readonly<Record<string, readonly [number, number]>>

const ringsOf = (layer: "countries" | "regions") =>
  new Map(
    feature(topology, topology.objects[layer]).features.map((one) => {
      const { geometry } = one
      const polygons =
        geometry.type === "MultiPolygon"
          ? geometry.coordinates
          : geometry.type === "Polygon"
            ? [geometry.coordinates]
            : []
      return [String(one.id), polygons.flat() as unknown as ReadonlyArray<Ring>]
    })
  )
const shapes = { countries: ringsOf("countries"), regions: ringsOf("regions") }

/** By the even-odd rule, as the map is filled. */
const isInside = (rings: ReadonlyArray<Ring>, [x, y]: readonly [number, number]): boolean => {
  let inside = false
  for (const ring of rings)
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[ax, ay], [bx, by]] = [ring[i], ring[j]] as unknown as [
        readonly [number, number],
        readonly [number, number]
      ]
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
    }
  return inside
}

/** On a plane of equal areas: the globe is its ellipse-like outline, of which one unit squared is as large everywhere. */
const areaOf = (rings: ReadonlyArray<Ring>): number =>
  rings.reduce(
    (sum, ring) =>
      sum +
      Math.abs(
        ring.reduce(
          (s, [x, y], i) =>
            s + x * (ring[(i + 1) % ring.length]?.[1] ?? 0) - y * (ring[(i + 1) % ring.length]?.[0] ?? 0),
          0
        ) / 2
      ),
    0
  )
const at = (code: string) => points[code] as readonly [number, number]

describe("the map", () => {
  it("has a point for every country and every region, on the plane", () => {
    for (const { code } of [...countries, ...regions]) {
      assert.isDefined(points[code], code)
      const [x, y] = at(code)
      assert.isTrue(x >= 0 && x <= 1000 && y >= 0 && y <= 500, code)
    }
    assert.strictEqual(Object.keys(points).length, countries.length + regions.length)
  })

  it("draws only what the code lists have", () => {
    for (const code of shapes.countries.keys())
      assert.isTrue(
        countries.some((one) => one.code === code),
        code
      )
    for (const code of shapes.regions.keys()) assert.isDefined(regionCountry(code), code)
    assert.strictEqual([...shapes.regions.keys()].filter((code) => code.startsWith("RU-")).length, 83)
    assert.strictEqual([...shapes.regions.keys()].filter((code) => code.startsWith("UA-")).length, 27)
  })

  it("keeps Moscow and Moscow Oblast apart, and the pilot regions at their size", () => {
    const ratio = (a: string, b: string) => areaOf(shapes.regions.get(a) ?? []) / areaOf(shapes.regions.get(b) ?? [])
    // Square kilometres by the state's statistics: Karelia 180,520; Astrakhan 49,024; Moscow Oblast 44,329; Moscow 2,561.
    assert.closeTo(ratio("RU-KR", "RU-MOS"), 180_520 / 44_329, 0.5)
    assert.closeTo(ratio("RU-AST", "RU-MOS"), 49_024 / 44_329, 0.15)
    assert.isAbove(ratio("RU-MOS", "RU-MOW"), 10)
    assert.isBelow(Math.hypot(at("RU-MOS")[0] - at("RU-MOW")[0], at("RU-MOS")[1] - at("RU-MOW")[1]), 3)
  })

  it("has Crimea and Sevastopol in Ukraine and not in Russia, as the United Nations do", () => {
    for (const code of ["UA-43", "UA-40"]) {
      assert.isTrue(isInside(shapes.countries.get("UKR") ?? [], at(code)), code)
      assert.isFalse(isInside(shapes.countries.get("RUS") ?? [], at(code)), code)
    }
  })

  it("has each region's point in its country, or off a coast of it", () => {
    for (const { code, country } of regions) {
      const rings = shapes.countries.get(country) ?? []
      const [x, y] = at(code)
      const nearest = Math.min(...rings.flat().map(([px, py]) => Math.hypot(px - x, py - y)))
      assert.isTrue(isInside(rings, [x, y]) || nearest < 4, code)
    }
  })

  it("has Russia east of Finland, and Chukotka in one piece with it", () => {
    assert.isAbove(at("RUS")[0], at("FIN")[0])
    assert.isAbove(at("RU-CHU")[0], at("RU-KR")[0])
    const [x] = at("RU-CHU")
    for (const ring of shapes.regions.get("RU-CHU") ?? [])
      for (const [px] of ring) assert.isBelow(Math.abs(px - x), 100)
  })
})
