{#-
    The questions about a victim: name, code list of the answers, whether every code of the list has a row in a mart (as a zero;
    lists of countries are too long for that), and the answers of a row of `int_victims` as a list, empty without an answer.
-#}
{% macro victim_questions() -%}
{{ return([
    {'name': 'gender', 'list': 'gender', 'closed': true, 'answers': one_answer('gender')},
    {'name': 'age_band', 'list': 'age-band', 'closed': true, 'answers': one_answer('age_band')},
    {'name': 'majority', 'list': 'majority-status', 'closed': true, 'answers': one_answer('majority')},
    {'name': 'citizenship', 'list': 'countries', 'closed': false, 'answers': 'citizenship'},
    {'name': 'country_of_exploitation', 'list': 'countries', 'closed': false, 'answers': one_answer('country')},
    {'name': 'exploitation_type', 'list': 'exploitation-type', 'closed': true, 'answers': 'exploitation_types'},
    {'name': 'labour_industry', 'list': 'labour-industry', 'closed': true, 'answers': 'labour_industries'},
    {'name': 'sex_exploitation_type', 'list': 'sex-exploitation-type', 'closed': true, 'answers': 'sex_exploitation_types'},
    {'name': 'control_method', 'list': 'control-method', 'closed': true, 'answers': 'control_methods'},
    {'name': 'recruitment_method', 'list': 'recruitment-method', 'closed': true, 'answers': 'recruitment_methods'},
    {'name': 'relationship_to_trafficker', 'list': 'relationship-to-trafficker', 'closed': true,
     'answers': one_answer('relationship_to_trafficker')},
    {'name': 'risk_group', 'list': 'risk-group', 'closed': true, 'answers': 'risk_groups'},
]) }}
{%- endmacro %}

{% macro one_answer(column) -%}
    if({{ column }} is null, [], [assumeNotNull(toString({{ column }}))])
{%- endmacro %}
