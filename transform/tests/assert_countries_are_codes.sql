select origin as country from {{ ref('flows') }} where not match(origin, '^[A-Z]{3}$')
union all
select destination as country from {{ ref('flows') }} where not match(destination, '^[A-Z]{3}$')
union all
select from_country as country from {{ ref('legs') }} where not match(from_country, '^[A-Z]{3}$')
union all
select to_country as country from {{ ref('legs') }} where not match(to_country, '^[A-Z]{3}$')
