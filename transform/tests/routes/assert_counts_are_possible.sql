-- A record describes one person and comes from one partner, so no count is above the number of records or below one.
{% for mart in [
    'flows',
    'flows_by_year',
    'corridors',
    'corridor_prefixes',
    'legs',
    'transit_roles',
    'region_roles',
    'group_flows',
] %}
select '{{ mart }}' as mart, victims, records, partners
from {{ ref(mart) }}
where victims > records or partners > victims or partners < 1
{% if not loop.last %}union all{% endif %}
{% endfor %}
