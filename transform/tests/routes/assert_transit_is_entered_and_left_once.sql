-- A route with transit has exactly one entry and one exit at each level, and no place has more records than there are.
with roles as (
    select level, year, sum(entry_records) as entries, sum(exit_records) as exits
    from {{ ref('transit_roles') }}
    group by level, year
),

routes as (
    select year, sum(records) as with_transit
    from {{ ref('corridors') }}
    where has_transit
    group by year
),

levels as (
    select arrayJoin(['country', 'region']) as level, year, with_transit
    from routes
),

wrong_sums as (
    select level, year, 'entries or exits' as what
    from levels
    full join roles using (level, year)
    where with_transit != entries or with_transit != exits
),

wrong_parts as (
    select level, year, 'parts' as what
    from {{ ref('transit_roles') }}
    where
        records > all_records
        or entry_records > records
        or exit_records > records
        or between_records > records
        or between_records > other_records
        or other_records > all_records
        or other_pairs > other_records
        or not (betweenness is null or betweenness between 0 and 1 + 1e-9)
        or (betweenness is null) != (other_pairs = 0)
)

select * from wrong_sums
union all
select * from wrong_parts
