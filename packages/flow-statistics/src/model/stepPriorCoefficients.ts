/**
 * How the prior by which a change of level is judged differs from `noisePrior`: for each parameter of the noise, in the order of its grid, the
 * coefficients of 1, ln(points / 36) and its square. Written by `test/bench/analysis/fit_noise_prior.py`.
 */
export const stepPrior = {
  /** Points from which on the coefficients are those of so many. */
  longest: 72,
  /** First no memory, then each autocorrelation. */
  memory: [
    [0.9627, 0.9383, 0.3769],
    [0.1549, -0.2272, 0.01868],
    [1.614, 0.4816, 0.6375],
    [0.3031, -0.2193, 0.3825],
    [0.05436, -0.2172, 0.2199],
    [-0.1615, 0.06422, -0.3745],
    [-1.15, -0.1558, -0.6197],
    [-1.777, -0.6647, -0.6414]
  ],
  swing: [
    [-0.01499, 0.1378, -0.03968],
    [-1.613, 0.5869, -0.1764],
    [-0.1613, -0.2981, 0.3711],
    [2.123, -0.6551, -0.8438],
    [1.316, 0.4629, 0.1962],
    [-1.238, -0.9367, 0.3925],
    [-1.374, -0.2359, -0.2767]
  ],
  /** Without that of no overdispersion. */
  spread: [
    [1.023, -0.2436, -0.2282],
    [0.7775, -0.1864, 0.2179],
    [-0.4489, -0.03248, -0.01378]
  ],
  /** Of ln widening. */
  widening: [0.06354, -0.009576, -0.03982]
} as const
