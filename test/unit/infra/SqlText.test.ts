import { assert, describe, it } from "vitest"
import {
  formatOf,
  hasResult,
  isEmptyStatement,
  isSeveralStatements,
  sqlWords,
  touchesFiles
} from "../../../infra/warehouse/SqlText.ts"

const of = (sql: string) => sqlWords(sql)

describe("what is known about a statement without the engine", () => {
  it("a text of comments and blanks is empty", () => {
    for (const sql of ["", "  \n", "-- a", "/* a; b */", "#! x\n  ;;", "-- select 1", "/* open", ";"])
      assert.isTrue(isEmptyStatement(of(sql)), sql)
    for (const sql of ["SELECT 1", "-- a\nSELECT 1", "/* a */ x", "''"]) assert.isFalse(isEmptyStatement(of(sql)), sql)
  })

  it("several statements are recognised, and semicolons in quotes, comments and data do not separate statements", () => {
    for (const sql of ["SELECT 1; SELECT 2", "a;;b", "SELECT ';' ; DROP TABLE t", "SELECT 'a''; -- ' ; x"])
      assert.isTrue(isSeveralStatements(of(sql)), sql)
    for (const sql of [
      "SELECT 1;",
      "SELECT ';'",
      "SELECT 'it\\'s; ' || 'x'';y'",
      'SELECT ";" AS `a;b`',
      "SELECT 1 -- ; x",
      "SELECT 1 /* ; x */ ;",
      "SELECT $tag$ a; b $tag$",
      "INSERT INTO t VALUES (1); x",
      "INSERT INTO t FORMAT CSV\n1;2;3"
    ])
      assert.isFalse(isSeveralStatements(of(sql)), sql)
  })

  it("file functions are recognised in any spelling", () => {
    for (const sql of [
      "SELECT 1 INTO OUTFILE 'x'",
      "select 1 into/**/outfile'x'",
      "SELECT 1 INTO -- c\nOutFile 'x'",
      "INSERT INTO t FROM INFILE 'x' FORMAT CSV",
      "SELECT 'a' INTO OUTFILE $$x$$"
    ])
      assert.isTrue(touchesFiles(of(sql)), sql)
    for (const sql of ["SELECT 'INTO OUTFILE'", "SELECT 1 -- INTO OUTFILE 'x'", "SELECT `OUTFILE` FROM t"])
      assert.isFalse(touchesFiles(of(sql)), sql)
  })

  it("statements with a result are distinguished from those without", () => {
    for (const sql of [
      "select 1",
      "(SELECT 1)",
      "WITH a AS (SELECT 1) SELECT * FROM a",
      "SHOW TABLES",
      "explain select 1"
    ])
      assert.isTrue(hasResult(of(sql)), sql)
    for (const sql of [
      "INSERT INTO t SELECT 1",
      "CREATE TABLE t (a UInt8) ENGINE = Memory",
      "ALTER TABLE t DELETE WHERE 1"
    ])
      assert.isFalse(hasResult(of(sql)), sql)
  })

  it("the format that a statement names is found", () => {
    const format = (sql: string) => formatOf(sql, of(sql))
    assert.strictEqual(format("SELECT 1 FORMAT JSONEachRow"), "JSONEachRow")
    assert.strictEqual(format("SELECT 1 format Parquet;"), "Parquet")
    assert.strictEqual(format("SELECT 'FORMAT CSV'"), undefined)
    assert.strictEqual(format("SELECT 1 -- FORMAT CSV"), undefined)
  })
})
