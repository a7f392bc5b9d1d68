{{ config(materialized='view') }}

with {{ changed_routes(
    'groupUniqArray(year * 13 + month)',
    'arrayMap((year, month) -> year * 13 + ifNull(month, 0), `legs.year`, `legs.month`)'
) }}
