/** Queries of every shape that ClickHouse's SELECT has, over `s.r`, `s.t` and `s.u`. Each runs on the engine. */
export const tables = [
  "create table s.r (a String, b Int32, c Nullable(Int32), arr Array(String), nums Array(Int32), t Tuple(x Int32, y String), m Map(String, Int32), d Date, `legs.country` Array(String), `legs.year` Array(Int32)) engine = MergeTree order by a",
  "create table s.t (a String, b Int32, e Int32, f Float64) engine = MergeTree order by a",
  "create table s.u (k Int32, v String) engine = ReplacingMergeTree order by k"
]

export const known: Readonly<Record<string, ReadonlyArray<string>>> = {
  "s.r": ["a", "b", "c", "arr", "nums", "t", "m", "d", "legs.country", "legs.year"],
  "s.t": ["a", "b", "e", "f"],
  "s.u": ["k", "v"]
}

export const selects: ReadonlyArray<string> = [
  "select a, b + 1 as x from s.r",
  "select * from s.r",
  "select r.* from s.r as r",
  "select s.r.a, `r`.`b` from s.r",
  "select * except (a, b) from s.r",
  "select * except a from s.t",
  "select * replace (b + e as b) from s.t",
  "select * apply (toString) from s.t",
  "select columns('^[be]$') from s.t",
  "select columns('b') from s.r join s.t using (a)",
  "select o.COLUMNS('b'), o.COLUMNS('^e') from s.r as r join s.t as o on r.a = o.a",
  "select x * 2 as y, b + 1 as x from s.r",
  "select y, x as y2 from (select b as x, a as y from s.r)",
  "select b as a, a as z from s.r",
  "select assumeNotNull(c) as c, c + 1 as c1 from s.r where c is not null",
  "with 1 as one, b + one as up select up, one from s.r",
  "with q as (select a, b from s.r where b > 1) select q.a, b from q",
  "with q as (select a, b from s.r), p as (select b as z from q) select z, (select max(b) from q) as m from p",
  "with q as (select a, e from s.t) select a from s.r where a in (select a from q) union all select toString(e) from q",
  "with x -> x + b as f select f(c) as g from s.r",
  "select * from s.r as r join s.t as t on r.a = t.a and r.b > t.b",
  "select * from s.r join s.t using (a)",
  "select * from s.r left join s.t using a",
  "select b, e from s.r join s.t on s.r.a = s.t.a",
  "select r.b, t.b, r.a as ra, t.a as ta from s.r as r, s.t as t where r.b = t.b",
  "select r.a, x.v, y.v from s.r as r left join s.u as x on x.k = r.b left join s.u as y on y.k = r.c",
  "select a, any(b) from s.r semi join s.t using (a) group by a",
  "select r.a, t.f from s.r as r asof join s.t as t on r.a = t.a and r.b >= t.b",
  "select a, e from s.r cross join (select e from s.t limit 1) as q",
  "select q.n, q.w from (select b as n, v as w from s.r join s.u on k = b) as q where n > 3",
  "select a, x from s.r array join arr as x",
  "select a, arr from s.r array join arr",
  "select a, x, i from s.r left array join arr as x, arrayEnumerate(arr) as i where i > 1",
  "select `legs.country`[1] as first, legs.year as years from s.r",
  "select arrayJoin(nums) as n, a from s.r",
  "select arrayMap(x -> x + b, nums) as n from s.r",
  "select arrayFilter((x, y) -> y = a, nums, arr) as n, arrayMap(a -> a + 1, nums) as shadow from s.r",
  "select arrayMap((b, i) -> (b, i, c), nums, arrayEnumerate(nums)) as n from s.r",
  "select sum(b) as s, count() as n, count(*) as m, uniqExact(a, b) as u from s.r",
  "select a, sumIf(b, c > 1) as s, quantile(0.5)(c) as q, countIf(b > 2) as n from s.r group by a having s > 1",
  "select a as k, count(distinct b) as n from s.r group by k order by n desc limit 3",
  "select toYear(d) as y, max(b) as m from s.r group by 1",
  "select a, b, sum(c) from s.r group by all",
  "select a, b, sum(c) as s from s.r group by grouping sets ((a), (a, b))",
  "select a, sum(b) from s.r group by a with rollup",
  "select a, sum(b) from s.r group by rollup(a)",
  "select sum(b) filter (where c > 1) as s from s.r",
  "select row_number() over (partition by a order by b desc) as n, a from s.r",
  "select sum(b) over w as s, lag(c) over (order by d) as l, sum(e) over (order by f rows between 1 preceding and current row) as m from s.r cross join s.t window w as (partition by a)",
  "select a, row_number() over (partition by a order by b) as n from s.r qualify n = 1",
  "select case a when 'x' then b when 'y' then c else 0 end as v, case when b > 1 then a end as w from s.r",
  "select if(b > 1, a, 'x') as i, b > 1 ? c : 0 as j, multiIf(b = 1, 'a', b = 2, a, 'c') as k from s.r",
  "select cast(b as String) as x, b::Nullable(Int64) as y, cast(a, 'LowCardinality(String)') as z from s.r",
  "select t.x, t.1 as one, (a, b).2 as two, m['k'] as v, m.keys as ks from s.r",
  "select (a, b) as pair, [b, c] as list, tuple(a) as single from s.r",
  "select extract(year from d) as y, interval 1 day as i, d + interval 2 month as z, date '2020-01-01' as k from s.r",
  "select trim(both ' ' from a) as x, substring(a from 1 for 2) as y, substring(a, b) as z, position('x' in a) as p from s.r",
  "select dateDiff('day', d, toDate('2020-01-01')) as n, dateAdd(day, b, d) as m, date_trunc('month', d) as t from s.r",
  "select a like 'x%' as l, a not ilike v as n, b between k and 10 as w, not b as o, c is null as p, -b as q from s.r cross join s.u",
  "select a || v as j, b div 2 as d2, b % k as md, b <=> c as e, b is not distinct from c as nd from s.r cross join s.u",
  "select b in (1, 2) as i, b in (select e from s.t where f > 1) as j, (a, b) not in (select a, e from s.t) as k from s.r",
  "with q as (select e from s.t where f > 1) select b in q as i, b not in (select k from s.u) as j from s.r",
  "select a, exists(select 1 from s.t where f > 2) as x from s.r",
  "select (select sum(e) from s.t where f > 1) as total, b / total as share from s.r",
  "select a from s.r union all select v from s.u",
  "select a, b from s.r union distinct select a, e from s.t union all select v, k from s.u",
  "(select a from s.r) except (select a from s.t)",
  "select a, b from s.r intersect select a, e from s.t",
  "select distinct a, b from s.r",
  "select distinct on (a) a, b from s.r order by a, b",
  "select * from s.r order by b desc limit 1 by a",
  "select a, b from s.r order by c limit 10 offset 2",
  "select d, sum(b) as n from s.r group by d order by d with fill step 1 interpolate (n as n + 1)",
  "select v from s.u final prewhere k > 1 where v > '' settings max_threads = 1",
  "select number as n, n * 2 as m from numbers(10)",
  "select c1, c2 from values((1, 'a'), (2, 'b'))",
  "select x, a from values('x Int32, y String', (1, 'a')) as v join s.r on v.y = a",
  "select generate_series as g from generate_series(1, 3)",
  "select z from (select a as z from s.r) union all (select v from s.u)",
  "from s.r select a, b",
  "select p, q from (select a, b from s.r) as z (p, q)",
  "select {p:Int32} + b as x from s.r",
  "select /* a comment */ a -- another\n, b # and one more\nfrom s.r",
  "select b + (c as cc) as s, cc * 2 as t2 from s.r",
  "select argMax(a, b) as x, groupArray((a, c)) as y, topK(3)(a) as z, anyIf(a, b > 1) as w from s.r",
  "select a, groupArrayArray(nums) as g, sumMap(m) as sm from s.r group by a",
  "select quantiles(0.5, 0.9)(b) as q, q[1] as q1 from s.r",
  "select e, r from (select e, a as r from (select e, a, f from s.t where b > 1) where f > 2)",
  "select count() as n from s.r where a = 'x' group by b, c",
  "select t1.b + t2.b as s from s.r as t1 full join s.t as t2 using (a)",
  "select a, t2.e from s.r as t1 right join s.t as t2 using (a)",
  "select 'it''s' as q, 'a\\'b' as r, \"a\" as s from s.r",
  "select a from s.r where b > (select avg(e) from s.t) and c in (select k from s.u)",
  "with toYear(d) as y select y, count() as n from s.r group by y",
  "select transform(a, ['x'], [toString(b)], '') as x, coalesce(c, b) as y, nullIf(b, 0) as z, ifNull(c, length(a)) as w from s.r"
]

/** Where lineage has more than the engine's tree, with what it has: `column: reads`. */
export const finer: ReadonlyArray<readonly [sql: string, columns: Readonly<Record<string, string>>]> = [
  // The engine packs the columns of a nested structure into one tuple.
  [
    "select legs.country, legs.year from s.r array join legs",
    { "legs.country": "s.r.legs.country", "legs.year": "s.r.legs.year" }
  ],
  [
    "select l.country, legs.year as whole from s.r array join legs as l",
    { "l.country": "s.r.legs.country", whole: "s.r.legs.year" }
  ],
  // The engine reads a recursive query's own rows from a temporary table.
  ["with recursive q as (select 1 as n union all select n + 1 from q where n < 3) select n from q", { n: "" }],
  [
    "with recursive q as (select b as n, a from s.r union all select n + e, q.a from q join s.t on q.a = s.t.a where n < 3) select n, a from q",
    { n: "s.r.b s.t.e", a: "s.r.a" }
  ]
]
