select country, year, sex, age_group, form
from {{ ref('sdg_16_2_2') }}
where (population is null) != (per_100000 is null)
    or abs(per_100000 * population / 100000 - victims) > 0.001
    or (sex in ('Other', 'NotKnown') and per_100000 is not null)
    or victims > records
    or partners > victims
union all
-- no margin is below one of its parts
select parts.country, parts.year, parts.sex, parts.age_group, parts.form
from {{ ref('sdg_16_2_2') }} as parts
inner join {{ ref('sdg_16_2_2') }} as totals on parts.year = totals.year and parts.country = totals.country
where totals.sex = 'Total' and totals.age_group = 'Total' and totals.form = 'Total' and parts.victims > totals.victims
