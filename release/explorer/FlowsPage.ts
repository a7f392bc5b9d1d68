/** The plain page of flows: one table, corridor by year, each cell with its state in words. Needs no script. */
import { readFileSync } from "node:fs"
import { countryByAlpha3 } from "../../schemas/Places.ts"
import { inventedNote, observedNote } from "../api/Notes.ts"
import { profiles } from "../publish/Profile.ts"
import type { FlowCell, PublishedFlows } from "../publish/PublishedFlows.ts"

export const stylesheet = readFileSync(new URL("./style.css", import.meta.url), "utf8")

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const nameOf = (alpha3: string) => escape(countryByAlpha3(alpha3)?.label ?? alpha3)

const key = (cell: Pick<FlowCell, "origin" | "destination">) => `${cell.origin}>${cell.destination}`

const cellOf = (cell: FlowCell | undefined) => {
  if (cell === undefined) return '<td class="absent"><abbr title="not reported">–</abbr></td>'
  if (cell.state === "published")
    return cell.asOf === undefined
      ? `<td class="published">${cell.victims}</td>`
      : `<td class="published"><abbr title="as of ${escape(cell.asOf.slice(0, 10))}">${cell.victims}*</abbr></td>`
  if (cell.state === "suppressed")
    return '<td class="suppressed"><abbr title="suppressed: too few persons or partners">S</abbr></td>'
  return `<td class="absent"><abbr title="${cell.state.replace("_", " ")}">–</abbr></td>`
}

/** Corridors with published figures first, those with the most persons in any one year at the top. */
const ordered = (cells: ReadonlyArray<FlowCell>) => {
  const corridors = new Map<string, ReadonlyArray<FlowCell>>()
  for (const cell of cells) corridors.set(key(cell), [...(corridors.get(key(cell)) ?? []), cell])
  const largest = (corridor: ReadonlyArray<FlowCell>) => Math.max(...corridor.map((cell) => cell.victims ?? 0))
  return [...corridors.values()].sort((a, b) => largest(b) - largest(a))
}

const rowOf = (corridor: ReadonlyArray<FlowCell>, years: ReadonlyArray<number>) => {
  const [{ origin, destination }] = corridor as readonly [FlowCell, ...ReadonlyArray<FlowCell>]
  const cells = years.map((year) => cellOf(corridor.find((cell) => cell.year === year)))
  return `<tr><th scope="row">${nameOf(origin)} <span class="arrow" aria-label="to">→</span> ${nameOf(destination)}</th>${cells.join("")}</tr>`
}

const tableOf = (cells: ReadonlyArray<FlowCell>) => {
  const years = [...new Set(cells.map((cell) => cell.year))].sort((a, b) => a - b)
  return `<div class="wide" tabindex="0" role="region" aria-labelledby="caption"><table>
<caption id="caption">Persons by corridor and year</caption>
<thead><tr><th scope="col">Corridor</th>${years.map((year) => `<th scope="col">${year}</th>`).join("")}</tr></thead>
<tbody>
${ordered(cells)
  .map((corridor) => rowOf(corridor, years))
  .join("\n")}
</tbody></table></div>`
}

const empty = "<p>Nothing is published yet. It is when two reviewers have approved a release.</p>"

/** The page's HTML. */
export const flowsPage = (flows: PublishedFlows): string => {
  const profile = profiles.get(flows.profile)
  const invented = flows.invented
    ? `<p class="invented" role="note"><strong>Invented data.</strong> ${inventedNote}</p>`
    : ""
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${flows.invented ? "Invented data: " : ""}Corridor: flows</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><h1>Corridor</h1><p>Flows of persons trafficked, from where to where</p></header>
<main>
${invented}
${flows.cells.length === 0 ? empty : tableOf(flows.cells)}
<section aria-labelledby="reading">
<h2 id="reading">How to read this</h2>
<dl>
<dt>A number</dt><dd>persons, each counted once in a corridor and year</dd>
<dt><span class="suppressed key">S</span> suppressed</dt><dd>fewer than ${profile?.threshold ?? "the threshold of"} persons, or fewer than ${profile?.contributors ?? "enough"} partners that reported them (profile ${escape(flows.profile)})</dd>
<dt>– not reported</dt><dd>no partner reported anyone, or too few since an earlier release; it does not mean that there was no one</dd>
${flows.cells.some(({ asOf }) => asOf !== undefined) ? "<dt>A number with *</dt><dd>as an earlier release had it: since then it changed by too few persons to be told, or not at all</dd>" : ""}
</dl>
${flows.invented ? "" : `<p>${observedNote}</p>`}
<p>No totals are given: a total beside suppressed cells would give them away.</p>
<p>The same figures as data: <a href="/v1/flows">/v1/flows</a>${flows.publishedAt === "" ? "" : `, published ${escape(flows.publishedAt)}`}.</p>
</section>
</main>
</body>
</html>
`
}
