/** The first page: everything of the project, by kind, with a field that narrows it, and the whole picture. */
import type { DocsNode, DocsProject } from "./DocsProject.ts"
import { type Html, html } from "./Html.ts"
import { lineageSvg } from "./LineageSvg.ts"
import { pageFrame } from "./PageFrame.ts"
import { pageName } from "./PageName.ts"

const kinds: ReadonlyArray<readonly [string, string]> = [
  ["model", "Models"],
  ["source", "Sources"],
  ["seed", "Seeds"],
  ["snapshot", "Snapshots"],
  ["exposure", "Used by"],
  ["analysis", "Analyses"]
]

const firstSentence = (text: string): string => /^[\s\S]*?[.!?](?=\s|$)/.exec(text.trim())?.[0] ?? text.trim()

/** Returns what the field looks through. */
const words = ({ name, kind, path, description, tags, columns }: DocsNode): string =>
  [name, kind, path, description, ...tags, ...columns.flatMap((column) => [column.name, column.description])]
    .join(" ")
    .toLowerCase()

const row = (node: DocsNode): Html =>
  html`<li data-words="${words(node)}"><a href="${pageName(node.id)}">${node.name}</a> <span class="path">${node.path}</span>${node.description === "" ? "" : html`<br><span>${firstSentence(node.description)}</span>`}</li>
`

const folderOf = ({ path }: DocsNode): string => path.slice(0, path.lastIndexOf("/") + 1)

const section = (project: DocsProject, kind: string, title: string): Html => {
  const nodes = [...project.nodes.values()]
    .filter((node) => node.kind === kind)
    .sort((a, b) => (folderOf(a) === folderOf(b) ? (a.name < b.name ? -1 : 1) : folderOf(a) < folderOf(b) ? -1 : 1))
  return nodes.length === 0
    ? html``
    : html`<section data-kind><h2>${title} <span class="count">${nodes.length}</span></h2><ul class="nodes">${nodes.map(row)}</ul></section>
`
}

const paragraphs = (text: string): ReadonlyArray<Html> =>
  text.split(/\n\s*\n/).map((each) => html`<p>${each.replace(/^#+\s*/, "")}</p>`)

export const indexPage = (project: DocsProject): string =>
  pageFrame(
    project,
    `${project.name}: lineage`,
    html`<h1>${project.name}</h1>
${project.overview === undefined ? "" : paragraphs(project.overview)}
<form role="search" class="search" hidden><label for="search">Find by name, description, tag or column</label>
<input id="search" type="search" autocomplete="off" spellcheck="false"><p role="status" id="found"></p></form>
${kinds.map(([kind, title]) => section(project, kind, title))}
<section><h2>The whole picture</h2>
${lineageSvg({ id: "whole", title: "Lineage of the whole project", nodes: [...project.nodes.values()], edges: project.edges })}</section>`
  )
