/** A small graph of RDF, written as JSON-LD 1.1 and as Turtle. Names are prefixed, such as `dct:title`; every node has an address. */
export interface Literal {
  readonly value: string
  /** Prefixed name of the type; absent for text. */
  readonly type?: string
  readonly language?: string
}

export type Value = { readonly id: string } | Literal

export interface Node {
  readonly id: string
  readonly types: ReadonlyArray<string>
  readonly properties: ReadonlyArray<readonly [property: string, value: Value]>
}

export interface Graph {
  readonly prefixes: Readonly<Record<string, string>>
  readonly nodes: ReadonlyArray<Node>
}

const isLiteral = (value: Value): value is Literal => "value" in value

const jsonValue = (value: Value) =>
  isLiteral(value)
    ? {
        "@value": value.value,
        ...(value.type === undefined ? {} : { "@type": value.type }),
        ...(value.language === undefined ? {} : { "@language": value.language })
      }
    : { "@id": value.id }

/** Returns the graph as a JSON-LD document. */
export const toJsonLd = ({ prefixes, nodes }: Graph) => ({
  "@context": prefixes,
  "@graph": nodes.map(({ id, types, properties }) => ({
    "@id": id,
    "@type": types,
    ...Object.fromEntries(
      [...Map.groupBy(properties, ([property]) => property)].map(([property, own]) => [
        property,
        own.map(([, value]) => jsonValue(value))
      ])
    )
  }))
})

/** Escapes what an IRI cannot contain (RDF 1.1 Turtle, IRIREF). */
const iri = (id: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are intended.
  `<${id.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (each) => `%${each.charCodeAt(0).toString(16).padStart(2, "0")}`)}>`

/** A JSON string is a Turtle string: both have the same escapes. */
const turtleValue = (value: Value) =>
  isLiteral(value)
    ? `${JSON.stringify(value.value)}${value.type === undefined ? "" : `^^${value.type}`}${value.language === undefined ? "" : `@${value.language}`}`
    : iri(value.id)

/** Returns a graph as Turtle (W3C RDF 1.1). */
export const toTurtle = ({ prefixes, nodes }: Graph): string =>
  [
    ...Object.entries(prefixes).map(([prefix, name]) => `@prefix ${prefix}: ${iri(name)} .`),
    "",
    ...nodes.map(({ id, types, properties }) =>
      [
        `${iri(id)} a ${types.join(", ")}`,
        ...properties.map(([property, value]) => `  ${property} ${turtleValue(value)}`)
      ]
        .join(" ;\n")
        .concat(" .\n")
    )
  ].join("\n")
