/** The picture of the data's way in the README, drawn from the list below. */

interface Step {
  readonly title: string
  readonly folder: string
  readonly does: string
  /** What lies between this step and the next. */
  readonly out: string
}

const steps: ReadonlyArray<Step> = [
  {
    title: "Partner's file",
    folder: "ingest/submit",
    does: "checked whole, told back; case numbers become first pseudonyms",
    out: "Avro events"
  },
  {
    title: "Kafka",
    folder: "infra/kafka",
    does: "one topic and one identity per partner; schemas in a registry",
    out: "corridor.partner.<id>"
  },
  {
    title: "Pipeline",
    folder: "ingest/pipeline",
    does: "guard, decode, validate, pseudonymise, generalise, load once",
    out: "corridor_raw"
  },
  {
    title: "Transform",
    folder: "transform",
    does: "staging, joins, marts of flows, corridors, legs, coverage",
    out: "corridor_mart"
  },
  {
    title: "Release",
    folder: "release",
    does: "cells too small or of too few partners are suppressed",
    out: "corridor_release"
  },
  { title: "Page and API", folder: "site/explorer", does: "what researchers and policy teams see", out: "" }
]

const [width, height, gap, left] = [300, 74, 44, 20]
const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")

/** Words in lines of at most `length` letters. */
const lines = (text: string, length: number): ReadonlyArray<string> =>
  text.match(new RegExp(`.{1,${length}}(?:\\s|$)`, "g"))?.map((line) => line.trim()) ?? []

const box = ({ title, folder, does, out }: Step, i: number) => {
  const y = 20 + i * (height + gap)
  const words = lines(does, 42).map(
    (line, n) => `<text x="${left + 14}" y="${y + 44 + n * 16}" class="does">${escape(line)}</text>`
  )
  const below = y + height
  const arrow =
    out === ""
      ? ""
      : `<path d="M${left + width / 2} ${below} v${gap - 6}" class="arrow" marker-end="url(#head)"/><text x="${left + width / 2 + 10}" y="${below + gap / 2 + 4}" class="out">${escape(out)}</text>`
  return `<rect x="${left}" y="${y}" width="${width}" height="${height}" rx="6"/>
<text x="${left + 14}" y="${y + 22}" class="title">${escape(title)}</text><text x="${left + width - 14}" y="${y + 22}" class="folder" text-anchor="end">${escape(folder)}/</text>
${words.join("\n")}
${arrow}`
}

const refused = () => {
  const y = 20 + 2 * (height + gap) + height / 2
  const x = left + width
  return `<path d="M${x} ${y} h44" class="arrow" marker-end="url(#head)"/><text x="${x + 54}" y="${y - 4}" class="does">quarantine: rule, path and</text><text x="${x + 54}" y="${y + 12}" class="does">place, never the content</text>`
}

export const dataWay =
  (): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 580 ${20 + steps.length * (height + gap)}" role="img" aria-labelledby="t">
<title id="t">The data's way: partner's file, Kafka, pipeline, transform, release, page and API</title>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#555"/></marker></defs>
<style>rect{fill:#f5f8fa;stroke:#0072b2}text{font:13px system-ui,sans-serif;fill:#1a1a1a}.title{font-weight:600;font-size:15px}.folder,.out{font:12px ui-monospace,monospace;fill:#555}.arrow{stroke:#555;fill:none}</style>
<rect width="580" height="${20 + steps.length * (height + gap)}" style="fill:#fff;stroke:none"/>
${steps.map(box).join("\n")}
${refused()}
</svg>
`
