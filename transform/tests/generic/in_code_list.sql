{#- Checks that each value is a code of the list. Lists are defined in `schemas/codelists` only. -#}
{% test in_code_list(model, column_name, list) %}
select {{ column_name }} as code
from {{ model }}
where {{ column_name }} is not null
    and toString({{ column_name }}) not in (select code from {{ ref('codes') }} where list = '{{ list }}')
{% endtest %}
