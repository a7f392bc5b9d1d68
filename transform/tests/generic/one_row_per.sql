{#-
    Checks the grain: no two rows have the same values in all of the columns. NULL is a value like others. Rows are compared by a
    hash first, and those with equal hashes by their values.
-#}
{% test one_row_per(model, columns) %}
{%- set hash = "cityHash64(tuple(" ~ columns | join(', ') ~ "))" %}
select {{ columns | join(', ') }}, count() as copies
from {{ model }}
where {{ hash }} in (select hash from (select {{ hash }} as hash from {{ model }}) group by hash having count() > 1)
group by {{ columns | join(', ') }}
having copies > 1
{% endtest %}
