import { readdirSync, readFileSync } from "node:fs"
import avro from "avsc"
import { parse } from "csv-parse/sync"
import { assert, describe, it } from "vitest"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { questionApplies } from "../../../schemas/FieldConditions.ts"
import { stale } from "../../../schemas/generate.ts"
import { problemCatalogue } from "../../../schemas/Problems.ts"
import { rawTables } from "../../../schemas/RawTables.ts"
import { type FieldSpec, recordSchemas } from "../../../schemas/RecordSchemas.ts"
import { currentHashes, releasedFile } from "../../../schemas/Released.ts"

const allFields = (fields: ReadonlyArray<FieldSpec>): ReadonlyArray<FieldSpec> =>
  fields.flatMap((field) => [field, ...allFields(field.fields)])

describe("what derives from the schemas", () => {
  it("a code list is read as a parser of CSV reads the whole file", () => {
    const folder = new URL("../../../schemas/codelists/", import.meta.url)
    const files = readdirSync(folder).filter((file) => file.endsWith(".csv"))
    assert.isAbove(files.length, 50)
    for (const file of files) {
      const rows = parse(readFileSync(new URL(file, folder)), {
        columns: true,
        bom: true,
        skip_empty_lines: true
      }) as ReturnType<typeof readCodeList>
      assert.deepStrictEqual(readCodeList(file.slice(0, -".csv".length)), rows, file)
    }
  })

  it("is up to date with the schemas (npm run generate)", () => {
    assert.deepStrictEqual(
      stale().map(({ file }) => file.pathname),
      []
    )
  })

  it("a released version never changes and every version is released", () => {
    assert.deepStrictEqual(currentHashes(), JSON.parse(readFileSync(releasedFile, "utf8")))
  })
})

describe("record schemas", () => {
  for (const schema of recordSchemas) {
    it(`${schema.name}: every version reads every other (avsc's resolution)`, () => {
      const types = schema.versions.map(({ text }) => avro.Type.forSchema(JSON.parse(text) as avro.Schema))
      for (const reader of types) for (const writer of types) assert.doesNotThrow(() => reader.createResolver(writer))
    })

    it(`${schema.name}: every field has a privacy class and a generalisation, and no direct one is stored`, () => {
      for (const field of allFields(schema.fields)) {
        assert.include(["direct", "quasi", "sensitive", "open"], field.privacy, field.name)
        assert.isString(field.generalise, field.name)
        if (field.privacy === "direct") assert.strictEqual(field.generalise, "pseudonymise", field.name)
        assert.isTrue(
          field.codeList !== undefined ||
            field.type !== "string" ||
            field.uuid ||
            field.pattern !== undefined ||
            field.privacy === "direct",
          `${field.name} is free text`
        )
      }
      const table = rawTables().find((candidate) => candidate.table === `corridor_raw.${schema.table}`)
      const columns = table?.columns.map((column) => column.name) ?? []
      assert.notInclude(columns, "caseReference")
      assert.strictEqual(new Set(columns).size, columns.length)
    })
  }
})

describe("a change that breaks compatibility", () => {
  type Fields = Array<Record<string, unknown>>
  const text = recordSchemas.find(({ kind }) => kind === "assistance")?.versions.at(-1)?.text as string
  const changed = (change: (fields: Fields) => void) => {
    const schema = JSON.parse(text) as { fields: Fields }
    change(schema.fields)
    return avro.Type.forSchema(schema as unknown as avro.Schema)
  }
  const released = avro.Type.forSchema(JSON.parse(text) as avro.Schema)
  const bothWays = (next: avro.Type) => {
    next.createResolver(released)
    released.createResolver(next)
  }
  const breaking: Readonly<Record<string, (fields: Fields) => void>> = {
    "a new field without a default": (fields) => fields.push({ name: "added", type: "string" }),
    "a required field taken away": (fields) =>
      fields.splice(
        fields.findIndex((field) => field["name"] === "country"),
        1
      ),
    "a field of another type": (fields) =>
      Object.assign(fields.find((field) => field["name"] === "country") ?? {}, { type: "int" }),
    "a field renamed": (fields) =>
      Object.assign(fields.find((field) => field["name"] === "type") ?? {}, { name: "kind" })
  }
  for (const [name, change] of Object.entries(breaking))
    it(`${name} is found`, () => assert.throws(() => bothWays(changed(change))))

  it("a new field with a default is none", () =>
    assert.doesNotThrow(() =>
      bothWays(changed((fields) => fields.push({ name: "added", type: "string", default: "" })))
    ))
})

describe("code lists", () => {
  const lists = [
    ...new Set(recordSchemas.flatMap((schema) => allFields(schema.fields)).flatMap((f) => f.codeList ?? []))
  ]
  for (const list of [...lists, "problems"])
    it(`${list}: codes are unique and every row has its label or title`, () => {
      const rows = readCodeList(list)
      const codes = rows.map((row) => row["code"] ?? "")
      assert.strictEqual(new Set(codes).size, codes.length)
      assert.isAbove(rows.length, 1)
      for (const row of rows) assert.notStrictEqual(row["label"] ?? row["title"] ?? row["name"], "")
    })

  it("covers every entity of the field", () => {
    const has = (list: string, ...codes: ReadonlyArray<string>) => {
      const known = readCodeList(list).map((row) => row["code"])
      for (const code of codes) assert.include(known, code, list)
    }
    has("leg-role", "Origin", "Transit", "Destination")
    has("regions", "RU-KR", "RU-AST", "RU-MOS", "RU-MOW")
    has("risk-group", "YoungWomen", "Minors", "LabourMigrants", "Other")
    has("offence-article", "RU-127-1", "RU-127-2", "RU-240", "RU-241")
    has("proceeding-stage", "Detected", "Investigated", "Prosecuted", "Convicted", "ClosedWithoutConviction")
    has(
      "assistance-type",
      "Medical",
      "Psychosocial",
      "Reintegration",
      "Shelter",
      "Legal",
      "Education",
      "Livelihood",
      "ReturnRepatriation"
    )
    has(
      "organisation-type",
      "NGO",
      "LawEnforcement",
      "HealthServiceOrganisation",
      "LegalService",
      "InternationalOrganisation",
      "CentralGovernmentOrganisation"
    )
    has("article3-act", "Recruitment")
    has("article3-means", "Abduction")
    has("article3-purpose", "Servitude")
  })

  it("every problem states what is wrong, what is expected and how to fix it", () => {
    for (const problem of problemCatalogue.values())
      for (const words of [problem.title, problem.expected, problem.remedy, problem.area])
        assert.isNotEmpty(words, problem.code)
  })
})

describe("questions that apply only after certain answers", () => {
  it("name a question, an earlier one of the same record or leg, and its codes", () => {
    for (const { kind, field, other, is } of readCodeList("field-conditions")) {
      const names = (field as string).split(".")
      const last = names.pop()
      const fields = names.reduce(
        (parents, name) => parents.find((one) => one.name === name)?.fields ?? [],
        recordSchemas.find((schema) => schema.kind === kind)?.fields ?? []
      )
      const [at, otherAt] = [last, other].map((name) => fields.findIndex((one) => one.name === name)) as [
        number,
        number
      ]
      assert.isAtLeast(otherAt, 0, other)
      assert.isAbove(at, otherAt, field)
      assert.isTrue(fields[at]?.optional, "a required question always applies")
      if (is === "nothing") continue
      const codes = readCodeList(fields[otherAt]?.codeList as string).map(({ code }) => code)
      for (const code of (is as string).split("|")) assert.include(codes, code)
    }
  })

  it("are asked after such an answer only", () => {
    const answers = (given: Readonly<Record<string, unknown>>) => (name: string) => given[name]
    assert.isFalse(questionApplies("victim", "forcedLabourIndustry", answers({})))
    assert.isFalse(questionApplies("victim", "forcedLabourIndustry", answers({ typeOfExploitation: ["OrganRemoval"] })))
    const several = answers({ typeOfExploitation: ["OrganRemoval", "ForcedLabour"] })
    assert.isTrue(questionApplies("victim", "forcedLabourIndustry", several))
    assert.isTrue(questionApplies("victim", "majorityStatus", answers({})))
    assert.isFalse(questionApplies("victim", "majorityStatus", answers({ ageBand: "18--20" })))
    assert.isTrue(questionApplies("victim", "gender", answers({})))
    assert.isFalse(questionApplies("route", "legs.borderCrossing", answers({ role: "Origin" })))
  })
})
