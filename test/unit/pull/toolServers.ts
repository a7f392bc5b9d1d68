/** Small servers that answer as the tools' documents say: KoboToolbox API v2, ODK Central OData, DHIS2 tracker. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { listening } from "../../fixtures/listening.ts"

export interface ToolServer {
  readonly url: string
  /** The requests, as path and query. */
  readonly requests: Array<string>
  /** The next requests are answered with these statuses; "cut": with half of the answer. */
  readonly failures: Array<number | "cut">
  /** Is called after each answer, to change what the tool has. */
  meanwhile: (() => void) | undefined
  readonly close: () => Promise<void>
}

type Answer = (url: URL, base: string) => unknown

export const secret = "CANARY-TOKEN"

const start = async (authorization: string, answer: Answer): Promise<ToolServer> => {
  const requests: Array<string> = []
  const failures: Array<number | "cut"> = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const url = new URL(request.url ?? "/", base)
    requests.push(`${url.pathname}${url.search}`)
    const failure = failures.shift()
    const isCut = failure === "cut"
    const status = (isCut ? undefined : failure) ?? (request.headers.authorization === authorization ? 200 : 401)
    const body = status === 200 ? answer(url, base) : { detail: "no" }
    response.writeHead(body === undefined ? 404 : status, {
      "content-type": "application/json",
      ...(status === 429 ? { "retry-after": "1" } : {})
    })
    const text = JSON.stringify(body ?? {})
    response.end(isCut ? text.slice(0, text.length / 2) : text)
    own.meanwhile?.()
  })
  const address = await listening(server)
  const own: ToolServer = {
    meanwhile: undefined,
    url: address,
    requests,
    failures,
    close: () => new Promise((resolve) => server.close(() => resolve()))
  }
  return own
}

type Row = Readonly<Record<string, unknown>>

/** https://support.kobotoolbox.org/api.html: `count`, `next`, `previous`, `results`; `query` is a filter of MongoDB, `sort` an order. */
export const koboServer = (rows: ReadonlyArray<Row>) =>
  start(`Token ${secret}`, (url, base) => {
    if (url.pathname !== "/api/v2/assets/aForm/data/") return undefined
    const since = (JSON.parse(url.searchParams.get("query") ?? "{}") as { _submission_time?: { $gte: string } })
      ._submission_time?.$gte
    const sorted = rows
      .filter((row) => since === undefined || String(row["_submission_time"]) >= since)
      .toSorted((a, b) => (String(a["_submission_time"]) < String(b["_submission_time"]) ? -1 : 1))
    const [limit, from] = [Number(url.searchParams.get("limit") ?? 100), Number(url.searchParams.get("start") ?? 0)]
    const next = new URL(url)
    next.searchParams.set("start", String(from + limit))
    return {
      count: sorted.length,
      next: from + limit < sorted.length ? `${base}${next.pathname}${next.search}` : null,
      previous: null,
      results: sorted.slice(from, from + limit)
    }
  })

/** https://docs.getodk.org/central-api-odata-endpoints/: `value`, `@odata.nextLink`; newest first; `$expand=*` puts repeats into their submissions. */
export const odkServer = (rows: ReadonlyArray<Row>) =>
  start(`Bearer ${secret}`, (url, base) => {
    if (url.pathname !== "/v1/projects/3/forms/intake.svc/Submissions" || url.searchParams.get("$expand") !== "*")
      return undefined
    const since = / ge (\S+) or /.exec(url.searchParams.get("$filter") ?? "")?.[1] ?? ""
    const system = (row: Row) => row["__system"] as Readonly<Record<string, string | null>>
    const found = rows
      .filter((row) => (system(row)["submissionDate"] ?? "") >= since || (system(row)["updatedAt"] ?? "") >= since)
      .toReversed()
    const top = Number(url.searchParams.get("$top"))
    const from = Number(url.searchParams.get("$skiptoken") ?? 0)
    const next = new URL(url)
    next.searchParams.set("$skiptoken", String(from + top))
    return {
      "@odata.context": `${base}/v1/projects/3/forms/intake.svc/$metadata#Submissions`,
      ...(from + top < found.length ? { "@odata.nextLink": `${base}${next.pathname}${next.search}` } : {}),
      value: found.slice(from, from + top)
    }
  })

/** https://docs.dhis2.org/en/develop/using-the-api/dhis-core-version-241/tracker.html: `events`, `pager`. */
export const dhis2Server = (rows: ReadonlyArray<Row>, list = "events", most = 100) =>
  start(`ApiToken ${secret}`, (url) => {
    if (url.pathname !== "/api/tracker/events" || url.searchParams.get("program") !== "aProgram") return undefined
    const since = url.searchParams.get("updatedAfter") ?? ""
    const found = rows
      .filter((row) => String(row["updatedAt"]) >= since)
      .toSorted((a, b) => (String(a["updatedAt"]) < String(b["updatedAt"]) ? -1 : 1))
    const page = Number(url.searchParams.get("page"))
    const size = Math.min(most, Number(url.searchParams.get("pageSize")))
    return { pager: { page, pageSize: size }, [list]: found.slice((page - 1) * size, page * size) }
  })
