/**
 * A cube: all tables that count the same persons in the same way, so that sums among them hold. Cubes count persons of one population, so
 * all are protected together: their spines say which cells may contain the same persons. The cubes themselves are in `cubes.ts`.
 */
import { codesOf } from "../../schemas/CodeLists.ts"

export type DimensionKind = "place" | "year" | "code" | "route"

export interface CubeDimension {
  /** Name in releases. */
  readonly name: string
  /** Column of the mart. */
  readonly column: string
  readonly kind: DimensionKind
  /**
   * Whether a value can harm a person: its column has values of the privacy class `sensitive` (`sensitiveColumns.ts`). Then nobody may learn
   * the value of nearly all members of a group (group disclosure).
   */
  readonly sensitive: boolean
  /** Whether counts may be summed over the values. Stages of a case follow each other, so they may not. */
  readonly adds: boolean
  readonly meaning: string
  /** Tag of the Humanitarian Exchange Language (HXL 1.1) for the column. */
  readonly hxl: string
  /** Code list with the names of the values, for dimensions that have one. */
  readonly codeList?: string
  /** All values, for dimensions that have few and no code list. */
  readonly values?: ReadonlyArray<string>
}

/**
 * A mart with more levels of some dimensions of a cube and without the others. It counts the same persons, each once, so that its cells
 * add up to the cube's.
 */
export interface CubeDetail {
  readonly name: string
  readonly mart: string
  /** Levels that are counted from this mart, by dimension. */
  readonly levels: Readonly<Record<string, ReadonlyArray<string>>>
  /** Dimensions of the cube that the mart has. */
  readonly dimensions: ReadonlyArray<string>
}

/**
 * Where and when a cube's persons are counted. Cells of different cubes with the same place and time may contain the same persons
 * (`protection/spineLinks.ts`).
 */
interface Spine {
  /** Dimension of the place; absent if the cube has none. */
  readonly place?: string
  /** Dimension of the country that the persons come from; absent if the cube has none. */
  readonly from?: string
  /** Dimension of the time. */
  readonly time: string
  /** Dimension that divides the cube into counts of all persons at a place and time, such as kinds of record. */
  readonly kind?: string
  /** Whether the cube counts all persons at a place and time, and not only those whom something happened to. */
  readonly isWhole: boolean
}

/**
 * The dimension that divides persons by who reported them: the constant panel, which are the partners that reported from the first month to the
 * last, or others. So all = panel + others is an equality of the cube like any other.
 */
export const panelDimension = "panel"

/**
 * The dimension of capture histories: which groups of partners know a person. Noise alone protects its cells (decision 0903): each person is attributed
 * to one partner, which does not know which other partners know the person, so rules on partners' contributions do not apply.
 */
export const historyDimension = "history"

export const panelLabels = { constant: "Constant", other: "Other" } as const

/** Labels of a dimension with a name in them, joined by `and`, and the labels of others that nearly the same persons have. */
export interface LikeLabels {
  readonly dimension: string
  readonly name: string
  readonly where: Readonly<Record<string, string>>
}

export interface Cube {
  readonly name: string
  /** Mart of persons by partner that the cube is counted from. */
  readonly mart: string
  /** Column of the mart with the number of persons. */
  readonly count: string
  /** What a count of 1 is. */
  readonly unit: string
  /** Kind of record that the cube is counted from; absent if it is counted from all of them. */
  readonly recordKind?: string
  readonly dimensions: ReadonlyArray<CubeDimension>
  readonly details: ReadonlyArray<CubeDetail>
  readonly spine: Spine
  /**
   * Dimensions whose labels follow from those of others. Tables of both are tied to each other by a finer one (`TableShape.ts`).
   */
  readonly follows?: Readonly<Record<string, ReadonlyArray<string>>>
  /** Labels that describe nearly the same persons in different dimensions (`protection/likeLabels.ts`). */
  readonly alike?: ReadonlyArray<LikeLabels>
  /** Why counts of the cube leave with noise only; absent if they may be exact. */
  readonly noiseOnly?: string
  /** Whether noise alone protects its cells, because it is unknown what each partner contributes. */
  readonly hasNoContributions?: boolean
}

/** Returns the dimensions that cubes may share: place, origin, reporting partner and time; undefined for those that a cube lacks. */
export const spineDimensions = ({ spine, dimensions }: Cube): ReadonlyArray<string | undefined> => [
  spine.place,
  spine.from,
  dimensions.some(({ name }) => name === panelDimension) ? panelDimension : undefined,
  spine.time
]

/** Returns a dimension of a cube by its name. */
export const dimensionOf = (cube: Cube, name: string): CubeDimension | undefined =>
  cube.dimensions.find((one) => one.name === name)

/** Returns the values that a dimension can have, whether or not a table has them; none if they are not listed. */
export const valuesOf = ({ codeList, values = [] }: CubeDimension): ReadonlyArray<string> =>
  codeList === undefined ? values : codesOf(codeList)

/** Returns the sensitive dimensions of a cube whose values add up. If they do not add up, the number of members of a group is unknown. */
export const sensitiveDimensions = ({ dimensions }: Cube): ReadonlyArray<string> =>
  dimensions.filter(({ sensitive, adds }) => sensitive && adds).map(({ name }) => name)

/** Returns the details that are needed for some of these levels, by dimension. */
export const detailsFor = (
  cube: Cube,
  levels: Readonly<Record<string, ReadonlyArray<string>>>
): ReadonlyArray<CubeDetail> =>
  cube.details.filter((detail) =>
    Object.entries(levels).some(([name, list]) => list.some((level) => detail.levels[name]?.includes(level)))
  )
