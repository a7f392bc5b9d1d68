{#- Columns of each pair of a group of the origin and a group of the destination. A place in no group has the group ''. -#}
{% macro group_pair(origin_groups, destination_groups) -%}
{%- set none_of = "[('', toUInt8(1))]" -%}
arrayJoin(if(empty({{ origin_groups }}), {{ none_of }}, {{ origin_groups }})) as origin_place,
        arrayJoin(if(empty({{ destination_groups }}), {{ none_of }}, {{ destination_groups }})) as destination_place,
        origin_place.1 as origin_group,
        destination_place.1 as destination_group,
        toUInt8(origin_place.2 and destination_place.2) as is_certain
{%- endmacro %}
