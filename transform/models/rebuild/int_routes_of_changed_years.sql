{{ config(materialized='view') }}

with {{ changed_routes('groupUniqArray(year)', '`legs.year`') }}
