{% set grains = {
    'flows': 'origin, destination, year, month',
    'corridors': 'path, origin, destination, transit, year',
    'legs': 'from_country, from_region, from_role, to_country, to_region, to_role, year, month, transport',
    'coverage': 'partner_id, record_kind, year, month',
} %}
{% for mart, grain in grains.items() %}
select '{{ mart }}' as mart, count() as copies
from {{ ref(mart) }}
group by {{ grain }}
having copies > 1
{% if not loop.last %}union all{% endif %}
{% endfor %}
