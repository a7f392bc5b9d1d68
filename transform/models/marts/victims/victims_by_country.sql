{{ config(
    order_by=['dimension', 'year'],
    meta={'dated_by': 'victim', 'seeds': ['codes'], 'asks_who_collects': true},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

{{ victim_counts(
    victims_to_count(ref('int_victim_answers')),
    victims_to_count(ref('int_victims')),
    {'year': none, 'country': "''"}
) }}
{{ with_unchanged_rows() }}
