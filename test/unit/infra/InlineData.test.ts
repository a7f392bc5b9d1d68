import { assert, describe, it } from "vitest"
import { awaitsData, cutInlineData, insertFromFile, needsFile } from "../../../infra/warehouse/InlineData.ts"

describe("an INSERT and its data", () => {
  it("are cut after the format's name, by bytes", () => {
    const binary = Buffer.from([5, 0, 0x0a, 0x0a, 0xff])
    const [sql, data] = cutInlineData(Buffer.concat([Buffer.from("INSERT INTO t (é) FORMAT Native \r\n"), binary]))
    assert.strictEqual(sql, "INSERT INTO t (é) FORMAT Native")
    assert.deepStrictEqual(Buffer.from(data), binary)
    for (const whole of ["SELECT 1 FORMAT CSV\n1", "INSERT INTO t SELECT 'x'", "INSERT INTO t VALUES ('a\n\nb')"])
      assert.deepStrictEqual(cutInlineData(Buffer.from(whole)), [whole, Buffer.alloc(0)])
  })

  it("data is awaited only where nothing of it is there yet", () => {
    for (const sql of ["INSERT INTO t FORMAT CSV", "insert into t (a) values", "INSERT INTO t FORMAT CSV \n"])
      assert.isTrue(awaitsData(sql), sql)
    for (const sql of [
      "INSERT INTO t FORMAT CSV 1,2",
      "INSERT INTO t SELECT 1",
      "SELECT 1 FORMAT CSV",
      "INSERT INTO t VALUES (1)"
    ])
      assert.isFalse(awaitsData(sql), sql)
  })

  it("a blank line in the data, or a break at its start, asks for a file", () => {
    const needs = (data: string) => needsFile("INSERT INTO t FORMAT CSV", Buffer.from(data))
    for (const data of ["a\n\nb", "\na", "\n", "a\n\n"]) assert.isTrue(needs(data), JSON.stringify(data))
    for (const data of ["", "a", "a\nb\n", "a\r\n\r\nb"]) assert.isFalse(needs(data), JSON.stringify(data))
    assert.isFalse(needsFile("INSERT INTO t VALUES", Buffer.from("('a\n\nb')")))
  })

  it("the file comes before the settings and the format", () => {
    const file = "/d/it's"
    const infile = "FROM INFILE '/d/it\\'s' COMPRESSION 'none'"
    assert.strictEqual(insertFromFile("INSERT INTO t FORMAT CSV", file), `INSERT INTO t  ${infile} FORMAT CSV`)
    assert.strictEqual(
      insertFromFile("INSERT INTO d.settings (settings, x) SETTINGS a = 1, b = 'FORMAT' FORMAT TSV", file),
      `INSERT INTO d.settings (settings, x)  ${infile} SETTINGS a = 1, b = 'FORMAT' FORMAT TSV`
    )
    assert.strictEqual(
      insertFromFile("INSERT INTO settings FORMAT CSV", file),
      `INSERT INTO settings  ${infile} FORMAT CSV`
    )
    assert.throws(() => insertFromFile("INSERT INTO t SELECT 1", file))
  })
})
