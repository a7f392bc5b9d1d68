{#- The grain: no two rows agree in all of the columns. NULL is a value like others here. -#}
{% test one_row_per(model, columns) %}
select {{ columns | join(', ') }}, count() as copies
from {{ model }}
group by {{ columns | join(', ') }}
having copies > 1
{% endtest %}
