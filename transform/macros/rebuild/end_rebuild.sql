{#-
    Runs after a mart was built: marks its recorded months as built, unless the routes changed meanwhile. In that case the mart
    may not match the fingerprints, and the next run counts these months again.
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
