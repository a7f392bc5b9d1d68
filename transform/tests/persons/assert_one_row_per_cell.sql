{% set grains = {
    'victims': 'dimension, value, state, country, year, month',
    'victims_by_country': 'dimension, value, state, country, year',
    'victims_by_year': 'dimension, value, state, year',
    'victims_cross': 'gender, age_band, citizenship, exploitation_type, country, year',
    'risk_groups': 'value, state, citizenship, country, year',
    'collected_questions': 'partner_id, dimension',
    'sdg_16_2_2': 'country, year, sex, age_group, form',
    'assistance': 'assistance_type, country, region, year, month',
    'assistance_by_year': 'assistance_type, country, year',
    'proceedings': 'offence_article, country, year, stage',
    'proceedings_by_year': 'offence_article, country, year, stage',
    'coverage': 'partner_id, record_kind, year, month',
    'coverage_by_year': 'partner_id, record_kind, year',
    'coverage_by_month': 'record_kind, year, month',
    'loading_delays': 'partner_id, record_kind, year, month, loaded',
    'population': 'country, year, sex, age_group',
    'codes': 'list, code',
} %}
{% for mart, grain in grains.items() %}
select '{{ mart }}' as mart, count() as copies
from {{ ref(mart) }}
group by {{ grain }}
having copies > 1
{% if not loop.last %}union all{% endif %}
{% endfor %}
