/**
 * The tools from which records are pulled, by their documented interfaces. Each yields the records since a time, the record of that time included,
 * oldest first: KoboToolbox API v2 (`/api/v2/assets/{uid}/data/`), ODK Central OData (`/v1/projects/{id}/forms/{id}.svc/Submissions`), and DHIS2 2.41
 * (`/api/tracker/events`).
 */

import { isObject } from "../submit/values/JsonObject.ts"
import { isMarkedRecord, listOf, type Page, pulledRecord, textOf } from "./PulledRecord.ts"
import type { ToolClient } from "./ToolClient.ts"

export interface PullPlan {
  readonly client: ToolClient
  /** The asset of KoboToolbox, `PROJECT/FORM` of ODK Central, the program of DHIS2. */
  readonly form: string
  /** Undefined for all records. */
  readonly since: string | undefined
  readonly pageSize: number
}

interface Tool {
  /** The header of requests. */
  readonly authorization: (token: string) => string
  readonly pages: (plan: PullPlan) => AsyncGenerator<Page>
}

/** An answer, and whether the tool has no later records. */
interface Answer {
  readonly page: Page
  readonly isLast: boolean
}

/**
 * Yields pages that begin at the time of the last record that was read. Pages that are numbered or counted from the first record would pass over one
 * whenever a record of an earlier page is changed or deleted meanwhile. `skip`: the records of that time that were read, if a page has no other.
 */
async function* pagesByTime(
  start: string | undefined,
  ask: (since: string | undefined, skip: number) => Promise<Answer>
): AsyncGenerator<Page> {
  let since = start
  let skip = 0
  for (;;) {
    const { page, isLast } = await ask(since, skip)
    yield page
    const last = page.at(-1)?.at
    if (isLast || last === undefined) return
    skip = last === since ? skip + page.length : 0
    since = last
  }
}

const kobo: Tool = {
  authorization: (token) => `Token ${token}`,
  pages: ({ client, form, since: start, pageSize }) =>
    pagesByTime(start, async (since, skip) => {
      const answer = await client.json(`api/v2/assets/${encodeURIComponent(form)}/data/`, {
        format: "json",
        limit: String(pageSize),
        start: String(skip),
        sort: JSON.stringify({ _submission_time: 1 }),
        ...(since === undefined ? {} : { query: JSON.stringify({ _submission_time: { $gte: since } }) })
      })
      const page = listOf(answer, "results").map((record) => {
        const id = textOf(record, "_uuid", "meta/instanceID")
        return pulledRecord(form, id, textOf(record, "_submission_time"), record)
      })
      return { page, isLast: !isObject(answer) || typeof answer["next"] !== "string" }
    })
}

/** Central's time of the last change: of the submission if it was not edited. */
const centralTime = (system: unknown): string => textOf(isObject(system) ? system : {}, "updatedAt", "submissionDate")

const odk: Tool = {
  authorization: (token) => `Bearer ${token}`,
  pages: async function* ({ client, form, since, pageSize }) {
    const [project = "", name = ""] = form.split("/")
    let next: string | undefined =
      `v1/projects/${encodeURIComponent(project)}/forms/${encodeURIComponent(name)}.svc/Submissions`
    let query: Record<string, string> = {
      $top: String(pageSize),
      // Repeats, which are separate tables, within their submissions.
      $expand: "*",
      ...(since === undefined
        ? {}
        : { $filter: `__system/submissionDate ge ${since} or __system/updatedAt ge ${since}` })
    }
    // Central returns the newest first, and has no order by the last change.
    const all: Array<Page[number]> = []
    while (next !== undefined) {
      const answer: unknown = await client.json(next, query)
      for (const record of listOf(answer, "value")) {
        const id = textOf(record, "__id")
        all.push(pulledRecord(form, id, centralTime(record["__system"]), record))
      }
      next = isObject(answer) && typeof answer["@odata.nextLink"] === "string" ? answer["@odata.nextLink"] : undefined
      query = {}
    }
    all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    for (let from = 0; from < all.length; from += pageSize) yield all.slice(from, from + pageSize)
  }
}

/** The fields of an event that describe it; its other fields are the tool's own. */
const eventFields = ["occurredAt", "orgUnitName", "dataValues"]

/** Returns how many events the server gives a page, in `pager` or, before version 2.41, next to the list. */
const pageSizeOf = (answer: unknown): number => {
  const { pager, pageSize } = isObject(answer) ? answer : {}
  const size = isObject(pager) ? pager["pageSize"] : pageSize
  return typeof size === "number" && size > 0 ? size : Number.POSITIVE_INFINITY
}

const dhis2: Tool = {
  authorization: (token) => `ApiToken ${token}`,
  pages: ({ client, form, since: start, pageSize }) => {
    // The server may give fewer events a page than it is asked for.
    let size = pageSize
    return pagesByTime(start, async (since, skip) => {
      const answer = await client.json("api/tracker/events", {
        program: form,
        orgUnitMode: "ACCESSIBLE",
        order: "updatedAt:asc",
        page: String(skip / size + 1),
        pageSize: String(size),
        ...(since === undefined ? {} : { updatedAfter: since })
      })
      // Before version 2.41 the list was called instances.
      const events = listOf(answer, "events", "instances")
      size = Math.min(size, pageSizeOf(answer))
      const page = events.map((event) => {
        const described = Object.fromEntries(
          eventFields.flatMap((name) => (name in event ? [[name, event[name]]] : []))
        )
        const record = pulledRecord(form, textOf(event, "event"), textOf(event, "updatedAt"), described)
        return { ...record, isLeftOut: isMarkedRecord(event) }
      })
      return { page, isLast: events.length < size }
    })
  }
}

export const tools = { kobo, odk, dhis2 } as const

export type ToolName = keyof typeof tools
