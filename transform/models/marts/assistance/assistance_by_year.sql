{{ config(order_by=['assistance_type', 'country']) }}

{{ assistance_counts(['assistance_type', 'country', 'year']) }}
