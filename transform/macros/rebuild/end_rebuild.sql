{#-
    After a mart was built: its noted years are built, unless anything happened to the raw tables since they were noted. Then
    the mart may have counted more, or less, than the fingerprints say, and the years are made again at the next run.
-#}
{% macro end_rebuild() -%}
insert into {{ ref('mart_years') }}
select
    mart,
    year,
    fingerprint,
    records,
    version,
    definition,
    1,
    (select max(sequence) + 1 from {{ ref('mart_years') }})
from {{ years_of_mart() }}
where not is_built and version = {{ raw_version() }}
{%- endmacro %}
