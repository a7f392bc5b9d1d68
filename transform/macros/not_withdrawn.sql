{#- Keeps the rows of persons who have not withdrawn consent, whether or not the rows of others are already deleted. -#}
{% macro not_withdrawn() -%}
    (partner_id, person) not in (select partner_id, person from {{ ref('stg_withdrawals') }})
{%- endmacro %}
