-- Counted independently from staging.
with expected as (
    select count() as records from {{ ref('stg_assistance') }}
)

{% for mart in ['assistance', 'assistance_by_year'] %}
select '{{ mart }}' as mart, expected.records as expected, (select sum(records) from {{ ref(mart) }}) as actual
from expected
where expected != actual
{% if not loop.last %}union all{% endif %}
{% endfor %}
