{{ config(order_by=['dimension', 'year'], query_settings={'max_bytes_before_external_group_by': 500000000}) }}

{{ victim_counts(ref('int_victim_answers'), ref('int_victims'), {'year': none}) }}
