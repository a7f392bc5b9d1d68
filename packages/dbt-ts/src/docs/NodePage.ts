/** The page of one node: what it is, its columns with their classes of privacy, its tests, its SQL, its lineage. */
import type { DocsColumn, DocsNode, DocsProject, DocsTest } from "./DocsProject.ts"
import { type Html, html } from "./Html.ts"
import { lineageSvg } from "./LineageSvg.ts"
import { pageFrame } from "./PageFrame.ts"
import { pageName } from "./PageName.ts"

/** Returns the class, and below it the way by which it came. */
const privacy = ({ privacy: name, privacyPath }: DocsColumn): Html => {
  if (name === undefined) return html``
  const mark = html`<span class="privacy ${name}">${name}</span>`
  return privacyPath.length === 0
    ? mark
    : html`<details><summary>${mark}</summary><ol>${privacyPath.map((step) => html`<li>${step}</li>`)}</ol></details>`
}

const columnRow = (column: DocsColumn): Html =>
  html`<tr><th scope="row">${column.name}</th><td><code>${column.type}</code></td><td>${column.description}</td><td>${privacy(column)}</td><td>${column.tests.join(", ")}</td></tr>
`

const table = (id: string, caption: string, heads: ReadonlyArray<string>, rows: ReadonlyArray<Html>): Html =>
  html`<div class="wide" tabindex="0" role="region" aria-labelledby="${id}"><table><caption id="${id}">${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>
${rows}</tbody></table></div>
`

const testRow = ({ name, columns, severity, status }: DocsTest): Html =>
  html`<tr><th scope="row">${name}</th><td>${columns}</td><td>${severity}</td><td>${status ?? "not run"}</td></tr>
`

const code = (id: string, title: string, sql: string | undefined): Html =>
  sql === undefined
    ? html``
    : html`<details><summary>${title}</summary><pre tabindex="0" role="region" aria-label="${title}" id="${id}"><code>${sql}</code></pre></details>
`

const links = (project: DocsProject, title: string, ids: ReadonlyArray<string>): Html => {
  const nodes = ids.flatMap((id) => project.nodes.get(id) ?? [])
  return nodes.length === 0
    ? html``
    : html`<h3>${title}</h3><ul class="links">${nodes.map((node) => html`<li><a href="${pageName(node.id)}">${node.name}</a> <span class="path">${node.kind}</span></li>`)}</ul>
`
}

/** Returns all above, or all below, a node: itself left out. */
const family = (project: DocsProject, start: string, next: "parents" | "children"): ReadonlySet<string> => {
  const found = new Set<string>()
  const waiting = [start]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const other of project.nodes.get(id)?.[next] ?? []) {
      if (found.has(other)) continue
      found.add(other)
      waiting.push(other)
    }
  }
  return found
}

const pictureOf = (project: DocsProject, node: DocsNode, id: string, title: string, ids: Iterable<string>): Html => {
  const chosen = new Set([node.id, ...ids])
  const nodes = [...project.nodes.values()].filter((each) => chosen.has(each.id))
  return lineageSvg({ id, title, nodes, edges: project.edges, focus: node.id })
}

const lineage = (project: DocsProject, node: DocsNode): Html => {
  const near = [...node.parents, ...node.children]
  const [above, below] = [family(project, node.id, "parents"), family(project, node.id, "children")]
  const more = above.size + below.size > near.length
  return html`<section><h2>Lineage</h2>
${more ? html`<details><summary>Nearest alone</summary>${pictureOf(project, node, "near", `What ${node.name} reads and what reads it`, near)}</details>` : ""}
${above.size === 0 ? "" : more ? html`<details><summary>Where it comes from (${above.size})</summary>${pictureOf(project, node, "above", `All that ${node.name} comes from`, above)}</details>` : ""}
${below.size === 0 ? "" : more ? html`<details><summary>What comes from it (${below.size})</summary>${pictureOf(project, node, "below", `All that comes from ${node.name}`, below)}</details>` : ""}
${pictureOf(project, node, "all", `All that ${node.name} comes from and all that comes from it`, [...above, ...below])}
${links(project, "Reads", node.parents)}${links(project, "Is read by", node.children)}</section>
`
}

const facts = (node: DocsNode): Html => {
  const rows = [
    ["Kind", node.kind],
    ...node.facts,
    ["File", node.path],
    ...(node.tags.length === 0 ? [] : [["Tags", node.tags.join(", ")]])
  ]
  return html`<dl>${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
`
}

export const nodePage = (project: DocsProject, node: DocsNode): string =>
  pageFrame(
    project,
    `${node.name}: ${project.name}`,
    html`<h1>${node.name}</h1>
${node.description === "" ? html`<p class="path">No description.</p>` : node.description.split(/\n\s*\n/).map((each) => html`<p>${each}</p>`)}
${facts(node)}
${node.columns.length === 0 ? "" : html`<section><h2>Columns</h2>${table("columns", `Columns of ${node.name}`, ["Column", "Type", "Description", "Privacy", "Tests"], node.columns.map(columnRow))}</section>`}
${lineage(project, node)}
${node.tests.length === 0 ? "" : html`<section><h2>Tests</h2>${table("tests", `Tests of ${node.name}`, ["Test", "Column", "Severity", "Last result"], node.tests.map(testRow))}</section>`}
${node.raw === undefined && node.compiled === undefined ? "" : html`<section><h2>SQL</h2>${code("compiled", "Compiled", node.compiled)}${code("raw", "As written", node.raw)}</section>`}`
  )
