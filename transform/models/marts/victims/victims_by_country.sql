{{ config(order_by=['dimension', 'year']) }}

{{ victim_counts(ref('int_victim_answers'), {'year': none, 'country': "''"}) }}
