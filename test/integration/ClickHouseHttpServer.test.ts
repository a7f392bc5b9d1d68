/** ClickHouse's HTTP protocol over the embedded store, as clients use it. */
import { request } from "node:http"
import { gunzipSync, gzipSync, zstdCompressSync } from "node:zlib"
import { ClickHouseLogLevel, createClient } from "@clickhouse/client"
import { assert, layer } from "@effect/vitest"
import { Context, Effect, Layer, Redacted } from "effect"
import { freePort } from "../../infra/process/FreePort.ts"
import { openChdb } from "../../infra/warehouse/ChdbEngine.ts"
import * as ClickHouseHttpServer from "../../infra/warehouse/http/ClickHouseHttpServer.ts"
import { temporaryFolder } from "./TestStack.ts"

const passwords = { writer: "writer-secret-writer-secret", reader: "reader-secret-reader-secret" }
type Who = keyof typeof passwords

class StoreServer extends Context.Service<StoreServer, { readonly port: number }>()("test/StoreServer") {}

const storeServer = Layer.effect(
  StoreServer,
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("server")
    const engine = yield* openChdb(folder)
    const port = yield* freePort()
    const user = (name: Who) => ({ name, password: Redacted.make(passwords[name]) })
    yield* Layer.build(
      ClickHouseHttpServer.layer({ engine, users: { reader: user("reader"), writer: user("writer") }, port })
    )
    return { port }
  })
)

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  readonly bytes: Buffer
  readonly text: string
}

interface Ask {
  readonly who?: Who | undefined
  readonly method?: string
  readonly path?: string
  readonly search?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

const ask = (given: Ask) =>
  Effect.gen(function* () {
    const { port } = yield* StoreServer
    const query = new URLSearchParams(given.search).toString()
    const credentials =
      given.who === undefined ? {} : { "x-clickhouse-user": given.who, "x-clickhouse-key": passwords[given.who] }
    return yield* Effect.promise(
      () =>
        new Promise<Answer>((resolve, reject) => {
          const outgoing = request(
            {
              host: "127.0.0.1",
              port,
              method: given.method ?? "POST",
              path: `${given.path ?? "/"}${query === "" ? "" : `?${query}`}`,
              headers: { ...credentials, ...given.headers }
            },
            (incoming) => {
              const chunks: Array<Buffer> = []
              incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
              incoming.on("end", () => {
                const bytes = Buffer.concat(chunks)
                resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, text: bytes.toString() })
              })
            }
          )
          outgoing.on("error", reject)
          outgoing.end(given.body)
        })
    )
  })

const write = (sql: string) => ask({ who: "writer", body: sql })
const read = (sql: string, search: Readonly<Record<string, string>> = {}) => ask({ who: "reader", body: sql, search })

const fresh = Effect.fnUntraced(function* (table: string) {
  yield* write("CREATE DATABASE IF NOT EXISTS d")
  yield* write(`DROP TABLE IF EXISTS d.${table}`)
  const made = yield* write(`CREATE TABLE d.${table} (id UInt32, t String) ENGINE = MergeTree ORDER BY id`)
  assert.strictEqual(made.status, 200)
  return (expected: string) =>
    Effect.map(read(`SELECT * FROM d.${table} ORDER BY id`), ({ text }) => assert.strictEqual(text, expected))
})

layer(storeServer, { excludeTestServices: true })("ClickHouseHttpServer", (it) => {
  it.effect("without the right password nothing is disclosed and nothing is done", () =>
    Effect.gen(function* () {
      for (const headers of [
        {},
        { "x-clickhouse-user": "reader" },
        { "x-clickhouse-user": "writer", "x-clickhouse-key": passwords.reader },
        { "x-clickhouse-user": "default", "x-clickhouse-key": "" },
        { authorization: `Basic ${Buffer.from(`writer:${passwords.reader}`).toString("base64")}` }
      ]) {
        const answer = yield* ask({ headers: headers as Record<string, string>, body: "SELECT 42" })
        assert.strictEqual(answer.status, 403)
        assert.strictEqual(answer.headers["x-clickhouse-exception-code"], "516")
        assert.notInclude(answer.text, "42")
      }
      const basic = { authorization: `Basic ${Buffer.from(`reader:${passwords.reader}`).toString("base64")}` }
      assert.strictEqual((yield* ask({ headers: basic, body: "SELECT 42" })).text, "42\n")
      const search = { user: "reader", password: passwords.reader, query: "SELECT 43" }
      assert.strictEqual((yield* ask({ search, method: "GET" })).text, "43\n")
    })
  )

  it.effect("a request by another host's name is turned away", () =>
    Effect.gen(function* () {
      for (const host of ["example.org", "127.0.0.1.example.org", "localhost.example.org:8123"]) {
        const answer = yield* ask({ who: "reader", headers: { host }, body: "SELECT 42" })
        assert.strictEqual(answer.status, 421)
        assert.notInclude(answer.text, "42")
      }
      assert.strictEqual(
        (yield* ask({ who: "reader", headers: { host: "localhost:1" }, body: "SELECT 1" })).status,
        200
      )
    })
  )

  it.effect("the reader changes nothing and reaches no file", () =>
    Effect.gen(function* () {
      const holds = yield* fresh("kept")
      yield* write("INSERT INTO d.kept VALUES (1, 'one')")
      const attempts: ReadonlyArray<Partial<Ask> & { body: string }> = [
        { body: "INSERT INTO d.kept VALUES (2, 'two')" },
        { body: "DROP TABLE d.kept" },
        { body: "ALTER TABLE d.kept DELETE WHERE 1" },
        { body: "CREATE TABLE d.other (a UInt8) ENGINE = Memory" },
        { body: "SET readonly = 0" },
        { body: "SELECT 1; DROP TABLE d.kept" },
        { body: "DROP TABLE d.kept", search: { readonly: "0" } },
        { body: "SELECT * FROM file('/etc/hostname', 'LineAsString')" },
        { body: "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')" },
        { body: "SELECT 1 INTO OUTFILE '/tmp/corridor-outfile-test'" },
        { body: "SELECT 1 /* c */ INTO -- c\n OUTFILE '/tmp/corridor-outfile-test'" },
        { body: "INSERT INTO d.kept FROM INFILE '/etc/hostname' FORMAT LineAsString" }
      ]
      for (const attempt of attempts) {
        const answer = yield* ask({ who: "reader", ...attempt })
        assert.isAtLeast(answer.status, 400, attempt.body)
        assert.match(String(answer.headers["x-clickhouse-exception-code"]), /^\d+$/, attempt.body)
      }
      yield* holds("1\tone\n")
    })
  )

  it.effect("a writer's GET only reads", () =>
    Effect.gen(function* () {
      const holds = yield* fresh("by_get")
      const answer = yield* ask({
        who: "writer",
        method: "GET",
        search: { query: "INSERT INTO d.by_get VALUES (1, 'x')" }
      })
      assert.strictEqual(answer.headers["x-clickhouse-exception-code"], "164")
      yield* holds("")
    })
  )

  it.effect("data arrives in the address, in the body, inline, binary and compressed", () =>
    Effect.gen(function* () {
      const holds = yield* fresh("t")
      const native = (yield* ask({ who: "reader", body: "SELECT 5::UInt32 AS id, 'five' AS t FORMAT Native" })).bytes
      const insert = "INSERT INTO d.t FORMAT TabSeparated"
      const answers = [
        yield* ask({ who: "writer", search: { query: insert }, body: "1\tone\n" }),
        yield* ask({ who: "writer", body: `${insert}\n2\ttwo; -- no comment 'x\n` }),
        yield* ask({ who: "writer", body: "INSERT INTO d.t (id, t) VALUES (3, 'th\\'ree;')" }),
        yield* ask({ who: "writer", search: { query: "INSERT INTO d.t VALUES" }, body: "(4, 'four')" }),
        yield* ask({ who: "writer", search: { query: "INSERT INTO d.t FORMAT Native" }, body: native }),
        yield* ask({
          who: "writer",
          body: Buffer.concat([Buffer.from("INSERT INTO d.t (id, t) FORMAT Native\n"), native])
        }),
        yield* ask({
          who: "writer",
          search: { query: insert },
          headers: { "content-encoding": "gzip" },
          body: gzipSync("6\tsix\n")
        }),
        yield* ask({
          who: "writer",
          search: { query: insert },
          headers: { "content-encoding": "zstd" },
          body: zstdCompressSync("7\tseven\n")
        })
      ]
      for (const { status, text, headers } of answers) {
        assert.strictEqual(status, 200, text)
        assert.strictEqual(JSON.parse(String(headers["x-clickhouse-summary"])).written_rows, "1")
      }
      assert.strictEqual((yield* ask({ who: "writer", search: { query: insert }, body: "" })).status, 200)
      yield* holds("1\tone\n2\ttwo; -- no comment \\'x\n3\tth\\'ree;\n4\tfour\n5\tfive\n5\tfive\n6\tsix\n7\tseven\n")
      const strange = yield* ask({
        who: "writer",
        search: { query: insert },
        headers: { "content-encoding": "snappy" },
        body: "x"
      })
      assert.strictEqual(strange.status, 501)
    })
  )

  it.effect("data is data: a blank line in it ends nothing and what follows is never run", () =>
    Effect.gen(function* () {
      yield* fresh("victim")
      yield* write("INSERT INTO d.victim VALUES (1, 'x')")
      yield* write("DROP TABLE IF EXISTS d.lines")
      yield* write("CREATE TABLE d.lines (s String) ENGINE = MergeTree ORDER BY tuple()")
      const rows = (sql: string, data: string | Buffer) =>
        Effect.gen(function* () {
          yield* write("TRUNCATE TABLE d.lines")
          const apart = yield* ask({ who: "writer", search: { query: sql }, body: data })
          assert.strictEqual(apart.status, 200, apart.text)
          const first = (yield* read("SELECT s FROM d.lines ORDER BY s FORMAT JSONCompactColumns")).text
          yield* write("TRUNCATE TABLE d.lines")
          const together = yield* write(`${sql}\n${data}`)
          assert.strictEqual(together.status, 200, together.text)
          const second = (yield* read("SELECT s FROM d.lines ORDER BY s FORMAT JSONCompactColumns")).text
          assert.strictEqual(first, second)
          return (JSON.parse(first) as ReadonlyArray<ReadonlyArray<string>>)[0]
        })
      const drop = "DROP TABLE d.victim"
      assert.deepStrictEqual(yield* rows("INSERT INTO d.lines FORMAT TSV", `a\n\n${drop}\n`), ["", drop, "a"])
      assert.deepStrictEqual(yield* rows("INSERT INTO d.lines FORMAT CSV", `"a\n\n${drop}"\nc\n`), [
        `a\n\n${drop}`,
        "c"
      ])
      const json = `{"s":"a"}\n\n{"s":"${drop}"}\n`
      assert.deepStrictEqual(
        yield* rows("INSERT INTO d.lines (s) SETTINGS async_insert = 0 FORMAT JSONEachRow", json),
        [drop, "a"]
      )
      assert.deepStrictEqual(yield* rows("INSERT INTO d.lines VALUES", `('a'),\n\n('${drop};\n\n')`), [
        `${drop};\n\n`,
        "a"
      ])
      assert.strictEqual((yield* read("SELECT count() FROM d.victim")).text, "1\n")

      // The number 2570 is two line breaks in a binary format.
      yield* write("DROP TABLE IF EXISTS d.numbers")
      yield* write("CREATE TABLE d.numbers (id UInt32) ENGINE = MergeTree ORDER BY id")
      for (const format of ["Native", "RowBinary", "ArrowStream", "Parquet"]) {
        yield* write("TRUNCATE TABLE d.numbers")
        const { bytes } = yield* read(`SELECT number::UInt32 AS id FROM numbers(5000) FORMAT ${format}`)
        const query = `INSERT INTO d.numbers FORMAT ${format}`
        const answer = yield* ask({ who: "writer", search: { query }, body: bytes })
        assert.strictEqual(answer.status, 200, answer.text)
        const sum = yield* read("SELECT count(), sum(id), uniqExact(id) FROM d.numbers")
        assert.strictEqual(sum.text, "5000\t12497500\t5000\n", format)
      }
    })
  )

  it.effect("database, formats, settings and parameters count for their request alone", () =>
    Effect.gen(function* () {
      yield* fresh("here")
      assert.strictEqual((yield* read("SELECT currentDatabase()", { database: "d" })).text, "d\n")
      assert.strictEqual((yield* read("SELECT count() FROM here", { database: "d" })).text, "0\n")
      assert.notStrictEqual((yield* read("SELECT currentDatabase()")).text, "d\n")
      assert.strictEqual(
        (yield* read("SELECT 1 AS a, 'x' AS b", { default_format: "JSONEachRow" })).text,
        '{"a":1,"b":"x"}\n'
      )
      const named = yield* read("SELECT 1 AS a FORMAT CSVWithNames", { default_format: "JSONEachRow" })
      assert.strictEqual(named.text, '"a"\n1\n')
      assert.strictEqual(named.headers["x-clickhouse-format"], "CSVWithNames")
      const params = { param_s: "it\\'s\\t\\\\", param_a: "['x\\'y','z']", param_n: "\\N" }
      const answer = yield* read(
        "SELECT {s:String} AS s, {a:Array(String)} AS a, {n:Nullable(UInt8)} AS n FORMAT JSONCompactEachRow",
        params
      )
      assert.deepStrictEqual(JSON.parse(answer.text), ["it's\t\\", ["x'y", "z"], null])
      const setting = "SELECT getSetting('max_block_size')"
      const before = (yield* read(setting)).text
      assert.strictEqual((yield* read(setting, { max_block_size: "77" })).text, "77\n")
      assert.strictEqual((yield* read(setting)).text, before)
      const unknown = yield* read("SELECT 1", { no_such_setting: "1" })
      assert.strictEqual(unknown.headers["x-clickhouse-exception-code"], "115")
      assert.strictEqual(unknown.status, 404)
    })
  )

  it.effect("a packed answer is asked for by setting and header both", () =>
    Effect.gen(function* () {
      const sql = "SELECT number FROM numbers(1000)"
      const plain = yield* read(sql)
      const headers = { "accept-encoding": "gzip, deflate" }
      const packed = yield* ask({ who: "reader", search: { enable_http_compression: "1" }, headers, body: sql })
      assert.strictEqual(packed.headers["content-encoding"], "gzip")
      assert.isBelow(packed.bytes.length, plain.bytes.length)
      assert.deepStrictEqual(gunzipSync(packed.bytes), plain.bytes)
      assert.isUndefined((yield* ask({ who: "reader", headers, body: sql })).headers["content-encoding"])
      const block = yield* read(sql, { compress: "1" })
      assert.strictEqual(block.status, 501)
    })
  )

  it.effect("errors have the code, message and version that a server sends", () =>
    Effect.gen(function* () {
      const cases: ReadonlyArray<readonly [sql: string, status: number, code: string, name: string]> = [
        ["SELECT nothing_like_this", 404, "47", "UNKNOWN_IDENTIFIER"],
        ["SELECT * FROM d.no_such_table_at_all", 404, "60", "UNKNOWN_TABLE"],
        ["SELEC 1", 400, "62", "SYNTAX_ERROR"],
        ["-- only words", 400, "62", "SYNTAX_ERROR"],
        ["", 400, "62", "SYNTAX_ERROR"]
      ]
      yield* write("CREATE DATABASE IF NOT EXISTS d")
      for (const [sql, status, code, name] of cases) {
        const answer = yield* read(sql)
        assert.strictEqual(answer.status, status, sql)
        assert.strictEqual(answer.headers["x-clickhouse-exception-code"], code, sql)
        assert.match(
          answer.text,
          new RegExp(`^Code: ${code}\\. DB::Exception: .*\\(${name}\\).*\\(version \\d+\\.`, "s")
        )
      }
      // The engine would answer a comment after a failed query with what that query left behind.
      yield* read("SELECT throwIf(number = 70000) FROM numbers(100000)")
      assert.strictEqual((yield* read("-- c")).status, 400)
    })
  )

  it.effect("a session keeps its temporary tables, is its owner's alone, and serves one request at a time", () =>
    Effect.gen(function* () {
      const mine = { session_id: "s1", session_timeout: "30" }
      const asWriter = (body: string, search: Readonly<Record<string, string>> = mine) =>
        ask({ who: "writer", search, body })
      assert.strictEqual((yield* asWriter("CREATE TEMPORARY TABLE temp (a UInt8)")).status, 200)
      assert.strictEqual((yield* asWriter("INSERT INTO temp VALUES (1), (2)")).status, 200)
      assert.strictEqual((yield* asWriter("SELECT sum(a) FROM temp")).text, "3\n")
      assert.strictEqual((yield* asWriter("SELECT sum(a) FROM temp", {})).headers["x-clickhouse-exception-code"], "60")
      const other = yield* ask({ who: "reader", search: mine, body: "SELECT sum(a) FROM temp" })
      assert.strictEqual(other.headers["x-clickhouse-exception-code"], "60")
      for (const rows of ["7", "8"]) {
        const search = { ...mine, max_block_size: rows }
        const again = yield* ask({ who: "reader", search, body: "SELECT getSetting('max_block_size')" })
        assert.strictEqual(again.text, `${rows}\n`)
      }
      const missing = yield* asWriter("SELECT 1", { session_id: "nobody", session_check: "1" })
      assert.strictEqual(missing.headers["x-clickhouse-exception-code"], "372")
      const [slow, fast] = yield* Effect.all(
        [asWriter("SELECT sleep(1)"), Effect.delay(asWriter("SELECT 1"), "300 millis")],
        { concurrency: 2 }
      )
      assert.strictEqual(slow.status, 200)
      assert.strictEqual(fast.headers["x-clickhouse-exception-code"], "373")
    })
  )

  it.effect("a token counts for one insert and not for the next", () =>
    Effect.gen(function* () {
      yield* write("CREATE DATABASE IF NOT EXISTS d")
      yield* write("DROP TABLE IF EXISTS d.tokens")
      yield* write(
        "CREATE TABLE d.tokens (id UInt32) ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100"
      )
      const insert = (id: number, search: Readonly<Record<string, string>>) =>
        ask({
          who: "writer",
          search: { session_id: "tokens", query: "INSERT INTO d.tokens FORMAT CSV", ...search },
          body: `${id}\n`
        })
      yield* insert(1, { insert_deduplication_token: "a" })
      yield* insert(1, { insert_deduplication_token: "a" })
      yield* insert(2, {})
      yield* insert(3, {})
      assert.strictEqual(
        (yield* read("SELECT groupArray(id) FROM (SELECT id FROM d.tokens ORDER BY id)")).text,
        "[1,2,3]\n"
      )
    })
  )

  it.effect("ping needs no password, and there are no other addresses", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* ask({ method: "GET", path: "/ping" })).text, "Ok.\n")
      assert.strictEqual((yield* ask({ method: "GET", path: "/play", who: "reader" })).status, 404)
      assert.strictEqual((yield* ask({ method: "PUT", who: "writer", body: "SELECT 1" })).status, 405)
    })
  )

  it.effect("ClickHouse's own client works: inserts, streams, parameters, packing, errors", () =>
    Effect.gen(function* () {
      const { port } = yield* StoreServer
      yield* fresh("by_client")
      const client = createClient({
        url: `http://127.0.0.1:${port}`,
        username: "writer",
        password: passwords.writer,
        database: "d",
        compression: { request: true, response: true },
        log: { level: ClickHouseLogLevel.OFF }
      })
      yield* Effect.promise(async () => {
        assert.isTrue((await client.ping({ select: true })).success)
        const values = Array.from({ length: 5_000 }, (_, id) => ({ id, t: `row "${id}"` }))
        const { summary } = await client.insert({ table: "by_client", values, format: "JSONEachRow" })
        assert.strictEqual(summary?.written_rows, "5000")
        const rows = await client.query({ query: "SELECT * FROM by_client ORDER BY id", format: "JSONEachRow" })
        assert.deepStrictEqual(await rows.json(), values)
        const one = await client.query({
          query: "SELECT t FROM by_client WHERE id = {id:UInt32}",
          query_params: { id: 7 },
          format: "JSON"
        })
        assert.deepStrictEqual((await one.json<{ t: string }>()).data, [{ t: 'row "7"' }])
        // A thousand ids make an address of some 45 kB: more than Node's default limit.
        const ids = values.slice(0, 1_000).map(({ id }) => `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`)
        const many = await client.query({
          query: "SELECT length({ids:Array(String)}) AS n",
          query_params: { ids },
          format: "JSON"
        })
        assert.deepStrictEqual((await many.json<{ n: number }>()).data, [{ n: 1000 }])
        const error = await client.query({ query: "SELECT nope" }).catch((e: unknown) => e)
        assert.deepInclude(error as object, { code: "47", type: "UNKNOWN_IDENTIFIER" })
        await client.close()
      })
    })
  )
})
