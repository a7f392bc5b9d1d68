-- Checks tables of records and staging. Records are compared by a hash first, those with equal hashes by
-- their values. Rows without a partner mark replaced months and years.
{% for model in ['int_routes_by_month', 'int_victims_by_year', 'stg_assistance', 'stg_proceedings'] %}
select '{{ model }}' as model, partner_id, record_id, count() as copies
from {{ ref(model) }}
where partner_id != '' and cityHash64(record_id) in (
    select hash
    from (select cityHash64(record_id) as hash from {{ ref(model) }})
    group by hash
    having count() > 1
)
group by partner_id, record_id
having copies > 1
{% if not loop.last %}union all{% endif %}
{% endfor %}
