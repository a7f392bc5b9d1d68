/** Reads the store of a running stack over HTTP, independently of the product's client. */
import { store } from "../fault/StackSettings.ts"

export type Ask = <Row>(sql: string) => Promise<ReadonlyArray<Row>>

/** Returns a function that queries the store of the stack on `data`. */
export const storeReader = (data: string): Ask => {
  const settings = store(data)
  const headers = {
    "X-ClickHouse-User": settings.CORRIDOR_CLICKHOUSE_USER,
    "X-ClickHouse-Key": settings.CORRIDOR_CLICKHOUSE_PASSWORD
  }
  const url = `${settings.CORRIDOR_CLICKHOUSE_URL}/?output_format_json_quote_64bit_integers=0`
  return async <Row>(sql: string) => {
    const answer = await fetch(url, { method: "POST", headers, body: `${sql} FORMAT JSONEachRow` })
    const text = (await answer.text()).trimEnd()
    if (!answer.ok) throw new Error(`the store answered ${answer.status}`)
    return text === "" ? [] : (JSON.parse(`[${text.replaceAll("\n", ",")}]`) as ReadonlyArray<Row>)
  }
}
