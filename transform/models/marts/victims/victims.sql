{{ config(
    order_by=['dimension', 'year'],
    meta={'dated_by': 'victim', 'seeds': ['codes'], 'asks_who_collects': true},
    query_settings={'max_bytes_before_external_group_by': 500000000},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

{{ victim_counts(
    victims_to_count(ref('int_victim_answers')),
    victims_to_count(ref('int_victims')),
    {'year': none, 'month': '0', 'country': "''"}
) }}
{{ with_unchanged_rows() }}
