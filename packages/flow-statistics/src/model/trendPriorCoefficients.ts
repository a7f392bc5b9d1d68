/**
 * How the prior by which a steady change is judged differs from `noisePrior`: for each parameter of the noise, in the order of its grid, the
 * coefficients of 1, ln(points / 36) and its square. Written by `test/bench/analysis/fit_noise_prior.py`.
 */
export const trendPrior = {
  /** Points from which on the coefficients are those of so many. */
  longest: 240,
  /** First no memory, then each autocorrelation. */
  memory: [
    [-0.5208, -0.1483, 1.198],
    [1.931, -0.2772, 0.9808],
    [0.5067, 0.04137, 0.4891],
    [-0.0543, 0.2424, 0.03845],
    [-0.3189, 0.236, -0.3973],
    [-0.6778, 0.2108, -0.6744],
    [-0.7712, 0.1342, -0.7485],
    [-0.3848, -0.2592, -0.5721],
    [0.2904, -0.1801, -0.3142]
  ],
  swing: [
    [-0.3082, 0.7884, 0.0007007],
    [-0.8095, 0.3013, -0.5657],
    [-0.4457, -0.1174, -0.5364],
    [0.2567, -0.5188, 0.09089],
    [0.3815, -0.1638, 0.08585],
    [0.7831, -0.3024, 0.3273],
    [0.663, 0.1609, -0.6015]
  ],
  /** Without the coefficient of no overdispersion. */
  spread: [
    [-0.9298, 0.1109, -0.3213],
    [-1.299, 0.4325, 0.06832],
    [-0.2393, 0.8107, -0.2412]
  ],
  /** Of ln widening. */
  widening: [0.1447, -0.00926, 0.1064]
} as const
