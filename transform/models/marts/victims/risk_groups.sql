{{ config(
    order_by=['year'],
    meta={'dated_by': 'victim', 'seeds': ['codes'], 'asks_who_collects': true},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

{{ victim_counts(
    victims_to_count(ref('int_risk_group_answers')),
    victims_to_count(ref('int_risk_group_answers')),
    {'year': none, 'citizenship': "''", 'country': "''"},
    first='is_first'
) }}
{{ with_unchanged_rows() }}
