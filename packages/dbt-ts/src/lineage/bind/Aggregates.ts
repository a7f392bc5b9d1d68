/** What ClickHouse's functions do with many rows. */
import { words } from "../../sql/Keywords.ts"

/** Their value is a number of rows or values: no pseudonym passes. */
const numbering = words(`
  count countdistinct uniq uniqexact uniqcombined uniqcombined64 uniqhll12 uniqthetasketch uniqupto
  row_number rank dense_rank denserank percent_rank percentrank cume_dist ntile`)

/** Their value is one of the input values: their number does not pass. */
const choosing = words(`
  any any_value anylast anyheavy first_value last_value first_value_respect_nulls last_value_respect_nulls nth_value lag
  lead laginframe leadinframe min max argmin argmax argandmin argandmax singlevalueornull groupbitand groupbitor`)

const others = words(`
  sum sumwithoverflow sumkahan summap sumcount avg avgweighted stddevpop stddevsamp stddevpopstable stddevsampstable varpop
  varsamp varpopstable varsampstable covarpop covarsamp corr corrmatrix covarpopmatrix covarsampmatrix skewpop skewsamp
  kurtpop kurtsamp grouparray grouparraysorted grouparraylast grouparrayinsertat grouparraymovingavg grouparraymovingsum
  grouparraysample grouparrayintersect groupuniqarray groupconcat group_concat string_agg array_agg array_concat_agg
  groupbitxor groupbitmap groupbitmapand groupbitmapor groupbitmapxor quantile quantiles quantileexact quantileexactlow
  quantileexacthigh quantilesexact quantileexactweighted quantilesexactweighted quantileexactinclusive
  quantileexactexclusive quantilesexactinclusive quantilesexactexclusive quantiletiming quantilestiming quantiletdigest
  quantilestdigest quantilebfloat16 quantilesbfloat16 quantiledd quantilesdd quantilegk quantilesgk
  quantiledeterministic quantilesdeterministic quantileinterpolatedweighted quantilesinterpolatedweighted median
  medianexact medianexactlow medianexacthigh medianexactweighted mediantiming mediantdigest medianbfloat16 mediandd
  mediandeterministic medianinterpolatedweighted topk topkweighted approx_top_k approx_top_sum approx_top_count entropy
  simplelinearregression stochasticlinearregression stochasticlogisticregression maxmap minmap summapfiltered
  summapfilteredwithoverflow deltasum deltasumtimestamp windowfunnel retention sequencematch sequencecount
  sequencenextnode sequencematchevents histogram sparkbar rankcorr mannwhitneyutest studentttest welchttest meanztest
  kolmogorovsmirnovtest analysisofvariance studentttestonesample categoricalinformationvalue contingency cramersv
  cramersvbiascorrected theilsu boundingratio exponentialmovingaverage exponentialtimedecayedavg
  exponentialtimedecayedcount exponentialtimedecayedmax exponentialtimedecayedsum intervallengthsum
  largesttrianglethreebuckets lttb flamegraph nonnegativederivative maxintersections maxintersectionsposition bit_and
  bit_or bit_xor std stddev stddev_pop stddev_samp var_pop var_samp covar_pop covar_samp variance
  groupnumericindexedvector distinctdynamictypes distinctjsonpaths distinctjsonpathsandtypes grouptuple`)

const combinators =
  `if array map simplestate state merge mergestate foreach distinct ordefault ornull resample argmin argmax`.split(
    /\s+/
  )

/** Returns the name without combinators: `uniqExactIf` is `uniqexact`. Nothing for a function of single rows. */
export const aggregateBase = (name: string): string | undefined => {
  const low = name.toLowerCase()
  if (numbering.has(low) || choosing.has(low) || others.has(low)) return low
  for (const end of combinators) {
    if (!low.endsWith(end) || low.length === end.length) continue
    const base = aggregateBase(low.slice(0, -end.length))
    // argMinIf is a combination, `map` alone is not.
    if (base !== undefined) return base
  }
  return undefined
}

/** Returns whether an aggregate only counts or numbers rows. */
export const isNumbering = (base: string) => numbering.has(base)

/** Returns whether an aggregate returns one of its input values. */
export const isChoosing = (base: string) => choosing.has(base)

/** A state holds the values themselves. */
export const keepsState = (name: string) => /(?:state|simplestate|mergestate)(?:if)?$/i.test(name)
