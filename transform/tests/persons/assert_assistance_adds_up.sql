{% for mart in ['assistance', 'assistance_by_year'] %}
select '{{ mart }}' as mart, assistance_type, country, year
from {{ ref(mart) }}
where victims > records
    or partners > victims
    or closed + ongoing + outcome_not_reported != records
    or waiting_n + waiting_not_known + waiting_backwards + not_started != requested
    or duration_n + duration_not_known + duration_backwards > least(started, ended)
    or waiting_q1 > waiting_median
    or waiting_median > waiting_q3
    or duration_q1 > duration_median
    or duration_median > duration_q3
{% if not loop.last %}union all{% endif %}
{% endfor %}
