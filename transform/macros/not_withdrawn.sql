{#- Keeps the rows of persons who have not withdrawn consent, whether or not their rows are deleted already. -#}
{% macro not_withdrawn() -%}
    (partner_id, person) not in (select partner_id, person from {{ ref('stg_withdrawals') }})
{%- endmacro %}
