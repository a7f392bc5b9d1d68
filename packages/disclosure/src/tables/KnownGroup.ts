/** A label of a dimension whose persons everybody knows to exist: of them a zero tells where they all are. */
export interface KnownGroup {
  readonly dimension: string
  readonly label: string
}
