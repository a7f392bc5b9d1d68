{% for model in ['stg_victims', 'stg_routes', 'stg_assistance', 'stg_proceedings', 'int_routes'] %}
select '{{ model }}' as model, partner_id, record_id, count() as copies
from {{ ref(model) }}
group by partner_id, record_id
having copies > 1
{% if not loop.last %}union all{% endif %}
{% endfor %}
