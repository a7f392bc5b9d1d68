-- Each row of a question counts at most all persons, all rows together count at least all persons, and states match their counts.
{% for mart, cell in {'victims': 'country, year, month', 'victims_by_country': 'country, year', 'victims_by_year': 'year',
                      'risk_groups': 'citizenship, country, year'}.items() %}
select '{{ mart }}' as mart, 'row' as what, dimension
from {{ ref(mart) }}
where victims > records
    or partners > victims
    or (state = 'zero') != (records = 0)
    or (state in ('not_reported', 'not_collected')) != (value is null)
    or (state = 'counted' and (victims > victims_answered or records > records_answered))
    or victims > victims_asked
    or records > records_asked
    or records_answered > records_asked
    or victims_with_several > victims
union all
select '{{ mart }}' as mart, 'cell' as what, dimension
from {{ ref(mart) }}
group by dimension, {{ cell }}
having sum(records) < any(records_asked)
    or sumIf(records, state = 'counted') < any(records_answered)
    or sumIf(records, state != 'counted') != any(records_asked) - any(records_answered)
{% if not loop.last %}union all{% endif %}
{% endfor %}
