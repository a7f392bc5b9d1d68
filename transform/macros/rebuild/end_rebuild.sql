{#-
    After a mart was built: its noted months are built, unless anything happened to the routes since they were noted. Then
    the mart may have counted more, or less, than the fingerprints say, and they are counted again at the next run.
-#}
{% macro end_rebuild() -%}
insert into {{ ref('mart_months') }}
select
    mart,
    year,
    month,
    fingerprint,
    records,
    version,
    definition,
    1,
    (select max(sequence) + 1 from {{ ref('mart_months') }})
from {{ months_of_mart() }}
where not is_built and version = {{ version_counted() }}
{%- endmacro %}
