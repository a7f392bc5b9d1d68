/**
 * A change of the table that no published figure shows: cells, and how far each is from its true count. The truth and all of the move,
 * or a part of it, is a table that nobody can tell from the truth, as long as bounds hold; it stays one when more is hidden.
 */
export interface Move {
  readonly cells: Uint32Array
  readonly by: Float64Array
}
