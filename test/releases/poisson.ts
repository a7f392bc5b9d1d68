/** Draws a Poisson count. */
export const poisson = (random: () => number, mean: number): number => {
  let [n, p] = [0, Math.exp(-mean)]
  for (let left = random() - p; left > 0; left -= p) p *= mean / ++n
  return n
}
