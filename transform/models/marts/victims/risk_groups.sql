{{ config(order_by=['year']) }}

{{ victim_counts(ref('int_risk_group_answers'), {'year': none, 'citizenship': "''", 'country': "''"}) }}
