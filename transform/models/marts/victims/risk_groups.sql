{{ config(order_by=['year'], query_settings={'max_bytes_before_external_group_by': 500000000}) }}

{{ victim_counts(
    ref('int_risk_group_answers'),
    ref('int_risk_group_answers'),
    {'year': none, 'citizenship': "''", 'country': "''"},
    first='is_first'
) }}
